// An answer on the page while it arrives. Whatever came from outside is set as text, never as markup.

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

export class AnswerView {
  constructor(question, words, raiseBar) {
    this.question = question;
    this.words = words;
    this.raiseBar = raiseBar;
    this.ended = false;
    this.stopped = false;
    this.note = null;
    this.answer = clone("answer-view");
    this.list = this.answer.querySelector(".statements");
    const heading = this.field("question");
    heading.textContent = question;
    heading.classList.toggle("long", question.length > 140);
    const query = new URLSearchParams({ q: question });
    for (const way of ["search-instead", "again"]) this.part(way).search = query;
  }

  part(name) { return this.answer.querySelector(`[data-part=${name}]`); }

  field(name) { return this.answer.querySelector(`[data-field=${name}]`); }

  // A further question is asked where the last one was, under the same classification.
  keepChoices(form) {
    for (const name of ["portfolio", "marking"]) {
      const select = this.part("follow")?.elements[name];
      const chosen = form.elements[name]?.value;
      if (select && chosen !== undefined) select.value = chosen;
    }
  }

  // The conversation so far stays above, as links.
  follows(before) {
    const chain = this.part("chain");
    const earlier = [...before.querySelectorAll("[data-part=chain] li")].map((item) => item.cloneNode(true));
    const item = document.createElement("li");
    const link = document.createElement("a");
    const heading = before.querySelector("[data-field=question]");
    link.href = before.dataset.href;
    link.textContent = heading.textContent;
    link.lang = heading.lang;
    item.append(link);
    chain.querySelector("ol").replaceChildren(...earlier, item);
    chain.hidden = false;
  }

  begin() {
    this.progress(this.words.searching);
    this.field("question").focus({ preventScroll: true });
    if (this.part("chain").hidden) window.scrollTo(0, 0);
    else this.answer.querySelector(".answer-head").scrollIntoView();
  }

  onStop(stop) {
    this.answer.querySelector("[data-action=stop]").addEventListener("click", () => {
      this.stopped = true;
      stop();
    });
  }

  take(name, data) {
    if (name === "begin") this.begun(data);
    if (name === "citation") this.citation(data);
    if (name === "statement") this.statement(data);
    if (name === "end") this.end(data);
  }

  progress(sentence) { this.field("progress").textContent = sentence; }

  elapsed(seconds) { this.field("elapsed").textContent = this.words.elapsed.replace("{seconds}", seconds); }

  say(part, field, sentence, lang) {
    const place = this.field(field);
    place.textContent = sentence;
    if (lang) place.lang = lang;
    this.part(part).hidden = false;
  }

  begun(data) {
    this.note = data;
    this.field("question").lang = data.note_lang;
    if (!data.shown) return;
    this.progress(data.progress);
    if (data.writer) this.ribbon(data.writer, data.note, data.note_lang);
  }

  ribbon(writer, note, lang) {
    this.field("writer").textContent = writer;
    this.say("ribbon", "note", note, lang);
  }

  statement(data) {
    if (this.part("ribbon").hidden) this.ribbon(this.note.writer, this.note.note, this.note.note_lang);
    this.part("copies").hidden = false;
    const item = clone("statement-view");
    item.dataset.verdict = data.verdict;
    item.id = `sentence-${data.ordinal}`;
    const ordinal = item.querySelector(".doubt [name=ordinal]");
    if (ordinal) ordinal.value = data.ordinal;
    item.classList.add("arriving");
    fill(item, data, ["text"]);
    item.querySelector("[data-field=text]").lang = data.lang;
    item.querySelector("[data-field=citations]").replaceChildren(...data.citations.map(chip));
    for (const line of item.querySelectorAll(`.verdict:not([data-for="${data.verdict}"])`)) line.remove();
    this.sayOf(item, data.citations);
    this.list.append(item);
    const said = [...this.list.querySelectorAll("[data-field=of]")];
    const several = new Set(said.map((of) => of.textContent)).size > 1;
    for (const of of said) of.hidden = !several || !of.textContent;
  }

  // Of which documents a sentence is; shown as soon as they are not all of the same.
  sayOf(item, markers) {
    const cards = markers.map((marker) => document.getElementById(`source-${marker}`)).filter(Boolean);
    const text = (card, field) => card.querySelector(`[data-field=${field}]`).textContent.trim();
    const of = item.querySelector("[data-field=of]");
    of.textContent = [...new Set(cards.map((card) => text(card, "publication_number") || text(card, "title")))].join(" · ");
    if (cards.length) of.lang = cards[0].querySelector("[data-field=title]").lang;
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
    this.part("ribbon").hidden = true;
    if (this.list.children.length && data.note) this.ribbon(data.writer, data.note, data.lang);
    if (data.family !== "answered" || !this.list.children.length) {
      this.part("again").hidden = data.family !== "failed";
      this.part("outcome").dataset.family = data.family;
      this.part("sign-in").hidden = data.outcome !== "denied_session_ended";
      this.say("outcome", "outcome", data.sentence, data.lang);
    }
    this.askedBack(data.readings ?? []);
    if (data.missing) this.say("missing", "missing", data.missing, data.lang);
    if (data.href) this.settle(data);
    this.finish(data.family === "answered" ? this.words.done : data.sentence, data.lang);
  }

  // A number that was asked back: the question again in each reading.
  askedBack(readings) {
    this.part("readings").hidden = !readings.length;
    this.field("readings").replaceChildren(...readings.map(({ shown, href }) => {
      const item = document.createElement("li");
      const link = element("a", shown);
      link.className = "button";
      link.href = href;
      item.append(link);
      return item;
    }));
  }

  // What is wrong with a sentence can be reported once the answer stands; why it is as it is tells its own page.
  doubts(data) {
    const why = this.part("why");
    why.hidden = false;
    why.querySelector("a").href = `${data.href}#why`;
    for (const doubt of this.list.querySelectorAll(".doubt")) {
      doubt.querySelector("form").action = data.doubt_href;
      doubt.hidden = false;
    }
  }

  // Where counsel has the question; else the way to send it there.
  receipt(data) {
    this.part("receipt").hidden = !data.receipt;
    const send = this.part("send");
    if (send) {
      send.action = data.counsel_href;
      send.hidden = Boolean(data.receipt);
    }
    if (!data.receipt) return;
    this.part("receipt").dataset.standing = data.receipt.standing;
    this.field("receipt_number").textContent = data.receipt.number;
    this.field("receipt_standing").textContent = data.receipt.standing_name;
    this.field("receipt_said").textContent = data.receipt.said;
  }

  // From here on it is what its own page shows.
  settle(data) {
    this.field("event").textContent = data.event;
    this.field("asked").textContent = data.asked;
    this.field("asked").dateTime = data.asked_at;
    this.answer.dataset.href = data.href;
    written(this, data);
    this.receipt(data);
    this.doubts(data);
    const own = this.field("own_level_text");
    own.textContent = data.own_level_text;
    own.dataset.level = data.own_level;
    this.part("own").hidden = false;
    const share = this.part("share");
    if (share) {
      share.querySelector(".share-form").action = data.share_href;
      share.hidden = false;
    }
    this.part("foot").hidden = false;
    const follow = this.part("follow");
    if (follow) {
      follow.elements.follows.value = data.answer;
      follow.hidden = false;
    }
    history.pushState({}, "", data.href);
    document.title = `${this.question.slice(0, 60)} – kaas`;
  }

  leave() {
    if (this.ended) return;
    this.finish("");
    this.part("again").hidden = false;
    this.say("outcome", "outcome", this.stopped ? this.words.stopped : this.words.lost);
  }

  // What is announced is how it ended.
  finish(sentence, lang = "") {
    this.answer.setAttribute("aria-busy", "false");
    const line = this.answer.querySelector(".progress");
    const stop = line.querySelector("[data-action=stop]");
    if (document.activeElement === stop) this.field("question").focus({ preventScroll: true });
    stop.remove();
    this.field("elapsed").textContent = "";
    if (sentence !== this.words.done) this.field("progress").lang = lang;
    this.progress(sentence);
    line.classList.add("visually-hidden");
  }
}

function written(view, data) {
  view.part("held-back").hidden = !data.held_back.length;
  view.field("held_back_note").textContent = data.held_back_note;
  view.field("held_back").replaceChildren(...data.held_back.map(heldBack));
  view.part("written").hidden = !data.facts.length;
  view.field("remarks").replaceChildren(...data.remarks.map((remark) => element("li", remark)));
  view.field("facts").replaceChildren(...data.facts.map(([label, value]) => {
    const row = document.createElement("div");
    row.append(element("dt", label), element("dd", value));
    return row;
  }));
}

function heldBack(data) {
  const item = document.createElement("li");
  const link = element("a", data.title);
  link.href = data.href;
  link.lang = data.lang;
  const level = element("span", data.level_text);
  level.className = "level";
  level.dataset.level = data.level;
  item.append(link, " ", level);
  return item;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function fill(place, data, names) {
  for (const name of names) place.querySelector(`[data-field=${name}]`).textContent = data[name];
}

function chip(marker) {
  const link = clone("chip-view");
  link.href = `#source-${marker}`;
  link.dataset.marker = marker;
  link.textContent = marker;
  link.setAttribute("aria-label", `${link.getAttribute("aria-label").trim()} ${marker}`);
  return link;
}
