() => {
  // What a person who hears, tabs or sees badly would stumble over. Returns sentences, none when all is well.
  const found = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const named = (element) => {
    const by = element.getAttribute("aria-labelledby");
    const labels = by ? by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ") : "";
    const own = element.labels ? [...element.labels].map((label) => label.textContent).join(" ") : "";
    return (labels || element.getAttribute("aria-label") || own || element.textContent || element.title || "").trim();
  };
  const what = (element) => element.outerHTML.slice(0, 140);
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    const labelled = field.labels?.length || field.getAttribute("aria-label") || field.getAttribute("aria-labelledby");
    if (!labelled) found.push(`no label: ${what(field)}`);
  }
  for (const control of document.querySelectorAll("button, a[href], summary, dialog, nav, [role=search]")) {
    if (control.matches("[role=search]")) continue;
    if (!named(control) && !control.matches("template *")) found.push(`no name: ${what(control)}`);
  }
  for (const image of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden], [aria-label], [aria-hidden] *)")) {
    found.push(`picture without words: ${what(image)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) found.push(`two of id ${id}`);
  if (!document.documentElement.lang) found.push("the page names no language");
  if (!document.title.trim()) found.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) found.push("not one main part");
  if ([...document.querySelectorAll("h1")].filter(shown).length !== 1) found.push("not one heading of the first order");
  for (const item of document.querySelectorAll("ul > :not(li), ol > :not(li)")) found.push(`no item: ${what(item)}`);

  // Colours as they are painted, through a canvas, which knows every notation.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, below) => {
    const share = top[3] / 255;
    return [0, 1, 2].map((place) => top[place] * share + below[place] * (1 - share)).concat(255);
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!text || !shown(element) || element.matches(":disabled, .visually-hidden, .visually-hidden *, .skip")) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const [one, other] = [light(over(rgba(style.color), ground)), light(ground)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5)) found.push(`contrast ${contrast.toFixed(2)}: ${what(element)}`);
  }
  return found;
}
