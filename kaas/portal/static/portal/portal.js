// What every page has: the menu closes, preferences apply at once, the passage one came for is on screen.
import "./sources.js";
import { startAsking } from "./ask.js";

const root = document.documentElement;
root.classList.add("scripted");

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    closeMenus();
    menu.querySelector("summary").focus();
  }
});

// The address may have changed since the page was made (an answer got its own, a search its query).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-next]")) return;
  form.querySelector("[name=next]").value = location.pathname + location.search;
  if (form.matches("[data-theme-choice]") && event.submitter) {
    event.preventDefault();
    chooseTheme(form, event.submitter);
  }
});

function chooseTheme(form, button) {
  root.dataset.theme = button.value;
  for (const other of form.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const body = new FormData(form);
  body.set("theme", button.value);
  fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
}

document.querySelector("[data-print-page]")?.addEventListener("click", () => window.print());

// A narrow screen has no room for an open outline above the text.
if (matchMedia("(max-width: 62rem)").matches) {
  document.querySelectorAll(".outline details").forEach((one) => one.removeAttribute("open"));
}

// What an address names and is folded is what one came for.
const folded = document.getElementById(location.hash.slice(1));
if (folded instanceof HTMLDetailsElement) {
  folded.open = true;
  folded.scrollIntoView();
}

const target = document.querySelector("[data-target]");
if (target) {
  (target.querySelector("mark") ?? target).scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

// Opened texts can be more secret than the page they are opened on.
document.addEventListener("htmx:after:swap", () => {
  for (const note of document.querySelectorAll("template[data-classification]")) {
    raiseBar(Number(note.dataset.classification), note.content.textContent);
    note.remove();
  }
});

function raiseBar(level, words) {
  const bar = document.getElementById("classification");
  if (bar.dataset.level !== undefined && Number(bar.dataset.level) > level) return;
  bar.dataset.level = String(level);
  const [name, ...also] = words.split(" · ");
  bar.querySelector("[data-field=level_bar]").textContent = name;
  bar.querySelector("[data-field=level_also]").textContent = also.join(" · ");
  bar.querySelector(".between").hidden = also.length === 0;
  bar.classList.remove("unknown");
  bar.hidden = false;
}

// A new answer is classified by what it shows, not by what stood on the page before. The bar keeps its place, so that
// nothing moves when it is known.
function clearBar() {
  const bar = document.getElementById("classification");
  delete bar.dataset.level;
  bar.classList.add("unknown");
  bar.hidden = false;
}

startAsking({ raiseBar, clearBar });
