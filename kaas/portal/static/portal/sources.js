// From a citation to its source: the card beside the answer, on a narrow screen a sheet from below.

const narrow = matchMedia("(max-width: 62rem)");

document.addEventListener("click", (event) => {
  const chip = event.target.closest("a.chip");
  if (chip) {
    const card = cardOf(chip);
    if (!card) return;
    event.preventDefault();
    choose(chip, card);
    return;
  }
  const button = event.target.closest("[data-action]");
  if (button?.dataset.action === "copy") copy(button);
  if (button?.dataset.action === "print") window.print();
});

function cardOf(chip) {
  return chip.closest(".answer")?.querySelector(`.source-list [data-marker="${CSS.escape(chip.dataset.marker)}"]`);
}

function choose(chip, card) {
  const answer = chip.closest(".answer");
  for (const other of answer.querySelectorAll(".active, .chip[aria-current]")) {
    other.classList.remove("active");
    other.removeAttribute("aria-current");
  }
  chip.setAttribute("aria-current", "true");
  chip.closest(".statement")?.classList.add("active");
  card.classList.add("active");
  if (narrow.matches) showSheet(answer, card, chip);
  else {
    card.scrollIntoView({ block: "nearest" });
    card.focus({ preventScroll: true });
  }
}

function showSheet(answer, card, chip) {
  const sheet = answer.querySelector("dialog.sheet");
  const copyOfCard = card.cloneNode(true);
  copyOfCard.removeAttribute("id");
  const list = document.createElement("ul");
  list.append(copyOfCard);
  sheet.querySelector(".sheet-body").replaceChildren(list);
  sheet.addEventListener("close", () => chip.focus(), { once: true });
  sheet.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.matches("dialog.sheet")) event.target.close();
});

async function copy(button) {
  const answer = button.closest(".answer");
  const lines = [answer.querySelector("[data-field=question]").textContent.trim(), ""];
  for (const statement of answer.querySelectorAll(".statement")) {
    const markers = [...statement.querySelectorAll(".chip")].map((chip) => `[${chip.dataset.marker}]`).join("");
    const doubt = [...statement.querySelectorAll(".verdict")].filter((line) => line.checkVisibility());
    const told = doubt.map((line) => `(${line.querySelector("strong").textContent.trim()})`).join("");
    lines.push(`${statement.querySelector("[data-field=text]").textContent.trim()} ${markers} ${told}`.trim());
  }
  const ribbon = [...answer.querySelectorAll(".ribbon > *")].map((part) => part.textContent.trim());
  lines.push("", ribbon.filter(Boolean).join(" "), "");
  for (const card of answer.querySelectorAll(".source-list > .source")) {
    const part = (name) => card.querySelector(`[data-field=${name}]`).textContent.trim();
    const facts = ["title", "publication_number", "locator", "level_text"].map(part).filter(Boolean);
    lines.push(`[${part("marker")}] ${facts.join(" · ")}`);
  }
  await navigator.clipboard.writeText(lines.join("\n"));
  const words = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 2000);
}
