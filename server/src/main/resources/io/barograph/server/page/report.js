import { say } from "./text.js";
import { saveFile } from "./dom.js";
import { numbers } from "./pipelines.js";

const escape = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
const MOST_ROWS = 1000;

function table(rows) {
  const cells = (row, name) => row[name] === null ? "<td><i>NULL</i></td>" : `<td>${escape(row[name])}</td>`;
  const names = rows.columns.map(column => column.name);
  const list = rows.rows;
  const body = list.slice(-MOST_ROWS).map(row => `<tr>${names.map(name => cells(row, name)).join("")}</tr>`).join("\n");
  const note = list.length > MOST_ROWS ? `<p>${escape(say("tooMany", MOST_ROWS, list.length))}</p>` : "";
  return `<table><tr>${names.map(name => `<th>${escape(name)}</th>`).join("")}</tr>\n${body}</table>${note}`;
}

/** A page of a run as it is now, with nothing in it that runs or comes from elsewhere. */
export async function saveReport(pipeline, views) {
  if (!pipeline) { return; }
  const now = new Date().toISOString();
  const figures = numbers(pipeline).map(([name, text]) => `<dt>${escape(name)}</dt><dd>${escape(text)}</dd>`).join("");
  const counts = pipeline.run?.counts;
  const books = counts ? `<p>read ${counts.read} = used ${counts.used} + late ${counts.late} + rejected ${counts.rejected}</p>` : "";
  const parts = await Promise.all(views.map(async view => {
    const picture = view.picture();
    return `<h2>${escape(view.name)}</h2>${picture ? `<img alt="${escape(view.name)}" src="${picture}">` : ""}${table(await view.rows())}`;
  }));
  const results = parts.join("\n");
  saveFile(`${pipeline.name}-${now.slice(0, 19).replaceAll(":", "")}.html`, "text/html", `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escape(pipeline.name)} – Barograph</title><style>body{font:14px system-ui;margin:2rem auto;max-width:70rem}table{border-collapse:collapse;font-size:12px}th,td{border-bottom:1px solid #ccc;padding:.1rem .6rem;text-align:left}dt{font-weight:600}img{max-width:100%}</style></head>
<body><h1>${escape(pipeline.name)}</h1><p>${now}</p><dl>${figures}</dl>${books}${results}</body></html>
`);
}
