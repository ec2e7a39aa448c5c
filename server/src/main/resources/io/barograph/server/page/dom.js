/** An element: attributes, "on…" listeners, then children, texts among them. Texts are never HTML. */
export function element(name, attributes = {}, ...children) {
  const made = name.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) { made.addEventListener(key.slice(2), value); }
    else if (value === true) { made.setAttribute(key, ""); }
    else if (value !== false && value !== null && value !== undefined) { made.setAttribute(key, value); }
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

export function saveFile(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = element("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A DOUBLE that is whole has its point, as among others that are not. */
const textOf = (value, type) => type === "DOUBLE" && Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);

/** A table of rows that are objects, in a box that scrolls. */
export function grid(columns, rows, most = 1000) {
  const isNumber = column => /BIGINT|INTEGER|DOUBLE|REAL|DECIMAL/.test(column.type ?? "");
  const head = element("tr", {}, columns.map(column => element("th", { scope: "col", class: isNumber(column) ? "number" : null }, column.name)));
  const body = rows.slice(0, most).map(row => element("tr", {}, columns.map(column => {
    const value = row[column.name];
    const aligned = isNumber(column) ? "number" : "";
    return value === null || value === undefined
      ? element("td", { class: `null ${aligned}` }, "NULL")
      : element("td", { class: aligned || null }, typeof value === "object" ? JSON.stringify(value) : textOf(value, column.type));
  })));
  return element("div", { class: "scroll", tabindex: "0" }, element("table", {}, element("thead", {}, head), element("tbody", {}, body)));
}
