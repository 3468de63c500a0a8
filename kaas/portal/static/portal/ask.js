// Asking without leaving the page: sentences appear as they are released, then the page becomes the answer's own.
import { AnswerView } from "./answer.js";
import { eventsOf } from "./events.js";

const PATIENCE = 5;  // seconds without a word, after which it is told how long it has been

export function startAsking(bar) {
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-stream]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-stream]")) return;
    event.preventDefault();
    ask(event.target, bar);
  });
  document.querySelector(".starters")?.addEventListener("click", (event) => {
    const starter = event.target.closest("[data-question]");
    if (!starter) return;
    event.preventDefault();
    const box = document.getElementById("ask").elements.question;
    box.value = starter.dataset.question;
    box.focus();
  });
  bringBack();
  window.addEventListener("popstate", () => location.reload());
}

// A session that ends while somebody types takes them to sign in. What they typed is there again when the same person is.
const TYPED = "kaas-typed";
const who = () => document.querySelector(".menu-person span")?.textContent ?? "";

function keep(question) {
  sessionStorage.setItem(TYPED, JSON.stringify({ who: who(), question }));
}

function bringBack() {
  const kept = sessionStorage.getItem(TYPED);
  const box = document.getElementById("ask")?.elements.question;
  if (!kept || !box || !who()) return;
  sessionStorage.removeItem(TYPED);
  const typed = JSON.parse(kept);
  if (typed.who === who() && !box.value) box.value = typed.question;
}

const words = () => document.getElementById("ask-words").dataset;

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
    if (form.isConnected) complain(form, [words().lost]);
  } finally {
    button.disabled = false;
  }
}

async function explain(form, response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) return form.submit();  // the server's own page says what is wrong
  const problem = await response.json();
  if (problem.location) {
    keep(form.elements.question.value);
    location.href = problem.location;
  } else complain(form, problem.errors);
  form.elements.question.focus();
}

function complain(form, sentences) {
  const box = form.querySelector(".ask-errors") ?? document.querySelector("#desk .ask-errors");
  box.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "error block";
    line.textContent = sentence;
    return line;
  }));
}

async function show(form, response, abort, bar) {
  const view = new AnswerView(form.elements.question.value.trim(), words(), bar.raiseBar);
  view.keepChoices(form);
  const before = form.closest(".answer");
  bar.clearBar();
  if (before) {
    view.follows(before);
    before.replaceWith(view.answer);
  } else {
    const main = document.getElementById("main");
    document.getElementById("desk").hidden = true;
    main.classList.add("answering");
    main.append(view.answer);
  }
  view.begin();
  view.onStop(() => abort.abort());
  const clock = tellTheTime(view);
  try {
    for await (const { name, data } of eventsOf(response)) view.take(name, data);
  } catch (error) {
    if (!view.stopped) console.warn("The answer's stream broke off.", error);
  } finally {
    clearInterval(clock);
  }
  view.leave();
}

function tellTheTime(view) {
  const began = performance.now();
  return setInterval(() => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    if (seconds >= PATIENCE) view.elapsed(seconds);
  }, 1000);
}
