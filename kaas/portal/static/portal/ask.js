// Asking without leaving the page: sentences appear as they are released, then the page becomes the answer's own.
import { eventsOf } from "./events.js";

export function startAsking(bar) {
  const form = document.getElementById("ask");
  if (!form) return;
  const box = form.elements.question;
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  document.querySelector(".starters")?.addEventListener("click", (event) => {
    const starter = event.target.closest("[data-question]");
    if (!starter) return;
    event.preventDefault();
    box.value = starter.dataset.question;
    box.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form, bar);
  });
  window.addEventListener("popstate", () => location.reload());
}

async function ask(form, bar) {
  const button = form.querySelector("button.primary");
  button.disabled = true;
  const abort = new AbortController();
  try {
    const response = await fetch(form.dataset.stream, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "text/event-stream" },
      credentials: "same-origin",
      signal: abort.signal,
    });
    if (!response.ok) return await explain(form, response);
    await show(form, response, abort, bar);
  } catch (error) {
    if (!document.querySelector("main > .answer")) complain([words().lost]);
  } finally {
    button.disabled = false;
  }
}

const words = () => document.getElementById("ask-words").dataset;

async function explain(form, response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) return form.submit();  // the server's own page says what is wrong
  const problem = await response.json();
  if (problem.location) location.href = problem.location;
  else complain(problem.errors);
  form.elements.question.focus();
}

function complain(sentences) {
  const box = document.getElementById("ask-errors");
  box.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "error block";
    line.textContent = sentence;
    return line;
  }));
}

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

async function show(form, response, abort, bar) {
  const answer = clone("answer-view");
  const question = form.elements.question.value.trim();
  const heading = answer.querySelector("[data-field=question]");
  heading.textContent = question;
  heading.classList.toggle("long", question.length > 140);
  answer.querySelector("[data-part=search-instead]").search = new URLSearchParams({ q: question });
  document.getElementById("desk").hidden = true;
  bar.clearBar();
  const main = document.getElementById("main");
  main.classList.add("answering");
  main.append(answer);
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  const view = new AnswerView(answer, bar.raiseBar);
  view.progress(words().searching);
  answer.querySelector("[data-action=stop]").addEventListener("click", () => {
    view.stopped = true;
    abort.abort();
  });
  await view.follow(response);
}

class AnswerView {
  constructor(answer, raiseBar) {
    this.answer = answer;
    this.raiseBar = raiseBar;
    this.ended = false;
    this.stopped = false;
  }

  part(name) { return this.answer.querySelector(`[data-part=${name}]`); }

  field(name) { return this.answer.querySelector(`[data-field=${name}]`); }

  progress(sentence) { this.field("progress").textContent = sentence; }

  note(part, sentence, lang) {
    const place = this.field(part);
    place.textContent = sentence;
    if (lang) place.lang = lang;
    this.part(part).hidden = false;
  }

  async follow(response) {
    try {
      for await (const { name, data } of eventsOf(response)) {
        if (name === "statement") this.statement(data);
        if (name === "citation") this.citation(data);
        if (name === "end") this.end(data);
      }
    } catch (error) {
      if (!this.stopped) console.warn("The answer's stream broke off.", error);
    }
    if (!this.ended) this.broken();
  }

  statement(data) {
    this.progress(words().writing);
    this.note("ribbon", data.note, data.note_lang);
    this.part("copies").hidden = false;
    const item = clone("statement-view");
    item.dataset.verdict = data.verdict;
    item.classList.add("arriving");
    fill(item, data, ["text"]);
    item.querySelector("[data-field=text]").lang = data.lang;
    item.querySelector("[data-field=citations]").replaceChildren(...data.citations.map(chip));
    this.answer.querySelector(".statements").append(item);
  }

  citation(data) {
    const card = clone("source-view");
    card.id = `source-${data.marker}`;
    card.dataset.marker = data.marker;
    fill(card, data, ["marker", "title", "locator", "publication_number", "level_text", "quote"]);
    card.querySelector("[data-field=title]").lang = data.title_lang;
    card.querySelector("[data-field=quote]").lang = data.lang;
    card.querySelector("[data-field=level_text]").dataset.level = data.level;
    card.querySelector(".open-document").href = data.href;
    fill(card, { ...data, marked: data.quote }, ["before", "marked", "after"]);
    card.querySelector("[data-lang]").lang = data.lang;
    card.querySelector(".whole").hidden = !data.before && !data.after;
    this.answer.querySelector(".source-list").append(card);
    this.part("sources").hidden = false;
    this.raiseBar(data.level, data.level_bar);
  }

  end(data) {
    this.ended = true;
    if (data.level !== undefined) this.raiseBar(data.level, data.level_bar);
    this.note(data.outcome.startsWith("answered") ? "ribbon" : "outcome", data.sentence, data.lang);
    if (data.event) this.field("event").textContent = data.event;
    this.part("foot").hidden = !data.event;
    this.finish(words().done);
    if (data.href) {
      history.pushState({}, "", data.href);
      document.title = `${this.field("question").textContent.slice(0, 60)} – kaas`;
    }
  }

  broken() {
    this.finish("");
    this.note("outcome", this.stopped ? words().stopped : words().lost);
  }

  finish(sentence) {
    this.answer.setAttribute("aria-busy", "false");
    const line = this.answer.querySelector(".progress");
    this.progress(sentence);
    line.classList.add("visually-hidden");
    line.querySelector("[data-action=stop]")?.remove();
  }
}

function fill(element, data, names) {
  for (const name of names) element.querySelector(`[data-field=${name}]`).textContent = data[name];
}

function chip(marker) {
  const link = clone("chip-view");
  link.href = `#source-${marker}`;
  link.dataset.marker = marker;
  link.textContent = marker;
  link.setAttribute("aria-label", `${link.getAttribute("aria-label").trim()} ${marker}`);
  return link;
}
