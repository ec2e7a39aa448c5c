import { count, say } from "./text.js";
import { element } from "./dom.js";
import { ask, query } from "./api.js";

const MOST = 50;

const sqlOf = folder => `SELECT * FROM '${folder.path.replaceAll("'", "''")}'`;

/** A rejected record with its reason, to be corrected and sent to its table again. */
function record(table, row) {
  const text = element("input", { value: row.text ?? "", "aria-label": `${row.lane} ${row.lane_offset}`, style: "width:100%;font-family:ui-monospace,monospace" });
  const said = element("span", { role: "status" });
  const send = element("button", { type: "submit" }, say("feedAgain"));
  return element("form", {
    onsubmit: async event => {
      event.preventDefault();
      try {
        // The place of the record is the key: a second click makes no second row.
        await ask(`/v1/tables/${encodeURIComponent(table)}/rows`, {
          method: "POST", body: `${text.value}\n`, headers: { "Content-Type": "text/csv", "Idempotency-Key": `again ${row.lane}@${row.lane_offset} ${text.value}`.replace(/[^ -~]/g, "?").slice(0, 255) },
        });
        said.textContent = `✓ ${say("fed")}`;
        send.disabled = true;
      } catch (failure) { said.textContent = failure.message; }
    },
  }, element("p", { style: "margin:.6rem 0 0" }, `${row.lane}@${row.lane_offset}: ${row.reason}`), element("div", { class: "bar", style: "flex-wrap:nowrap;margin:.1rem 0" }, text, send), said);
}

/**
 * What a pipeline left out of a table: how many, a way to look at them, and, of rejected records, to feed them in again.
 * Rows are counted when they are left out, and can be read when the next checkpoint is made: an open list asks again then.
 */
export function leftOutItem(folder) {
  const records = element("div", { hidden: true });
  let forms = new Map();
  let checkpoint;
  let shown;
  let asking = null;
  const load = async () => {
    asking?.abort();
    const own = asking = new AbortController();
    const asked = checkpoint;
    try {
      const rows = [];
      await query(`${sqlOf(folder)} ORDER BY lane, lane_offset DESC LIMIT ${MOST}`, { signal: own.signal, onRows: more => rows.push(...more) });
      if (own.signal.aborted) { return; }
      shown = asked;
      const known = forms;
      forms = new Map(rows.map(row => [`${row.lane}@${row.lane_offset}`, row]).map(([place, row]) => [place, known.get(place) ?? record(folder.table, row)]));
      const wanted = [...forms.values()];
      // Forms that are there stay where they are: somebody may type in one of them.
      wanted.forEach((form, i) => { if (records.children[i] !== form) { records.insertBefore(form, records.children[i] ?? null); } });
      while (records.children.length > wanted.length) { records.lastChild.remove(); }
    } catch (failure) {
      if (!own.signal.aborted) { records.replaceChildren(element("p", { class: "notice bad" }, failure.message)); }
    } finally { if (asking === own) { asking = null; } }
  };
  const open = event => {
    records.hidden = !records.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!records.hidden));
    if (records.hidden) { asking?.abort(); } else { load(); }
  };
  const number = element("span", {});
  const waiting = element("span", {}, say("withCheckpoint"));
  const ways = element("span", {},
    element("a", { href: `#/query?sql=${encodeURIComponent(`${sqlOf(folder)} LIMIT 200`)}` }, say("look")), " ",
    folder.kind === "rejected" ? element("button", { type: "button", "aria-expanded": "false", onclick: open }, say("feedAgain")) : null);
  return {
    root: element("li", {}, number, " ", waiting, ways, records),
    update(now, last) {
      number.textContent = `${now.table}: ${say(now.kind)} ${count(now.rows)}`;
      waiting.hidden = now.readable;
      ways.hidden = !now.readable;
      checkpoint = last;
      if (!records.hidden && asking === null && checkpoint !== shown) { load(); }
    },
  };
}
