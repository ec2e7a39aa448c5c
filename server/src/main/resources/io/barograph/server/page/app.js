import { currentLanguage, say, speak } from "./text.js";
import { element } from "./dom.js";
import { Problem, json, useToken } from "./api.js";
import { pipelinesView } from "./pipelines.js";
import { pipelineView } from "./pipeline.js";
import { queryView } from "./query.js";

const MILLIS = 500;
const main = document.getElementById("main");
const connection = document.getElementById("connection");
let view = null;
let route = null;

function open() {
  const address = location.hash.slice(1) || "/";
  if (address === route) { return; }
  route = address;
  view?.close?.();
  const [path, parameters] = address.split("?");
  const pipeline = /^\/pipelines\/([^/]+)$/.exec(path);
  const opened = pipeline ? pipelineView(decodeURIComponent(pipeline[1])) : path === "/query" ? queryView(new URLSearchParams(parameters)) : pipelinesView();
  view = opened;
  document.querySelectorAll("nav a").forEach(link => {
    const isHere = link.dataset.view === (path === "/query" ? "query" : "pipelines");
    link.toggleAttribute("aria-current", isHere);
    if (isHere) { link.setAttribute("aria-current", "page"); }
  });
  main.replaceChildren(opened.root);
  tick();
}

function askForToken() {
  if (document.getElementById("token")) { return; }
  const field = element("input", { id: "token", type: "password", autocomplete: "off", required: true });
  main.prepend(element("form", {
    class: "bar", onsubmit: event => { event.preventDefault(); useToken(field.value); event.target.remove(); route = null; open(); },
  }, element("label", { for: "token" }, say("token")), field, element("button", {}, say("use"))));
}

async function tick() {
  if (document.hidden) { return; }
  try {
    const status = await json("/v1/status");
    connection.textContent = say("connected");
    view?.update?.(status);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401) { askForToken(); }
    else if (failure instanceof Problem) { connection.textContent = failure.message; }
    else { connection.textContent = say("disconnected"); }
  }
}

const chooser = document.getElementById("language");
chooser.addEventListener("change", () => { speak(chooser.value); route = null; open(); });
window.addEventListener("hashchange", open);
document.addEventListener("visibilitychange", tick);
speak(currentLanguage());
chooser.value = currentLanguage();
open();
// One look at a time: a slow service is asked less often, not more.
(async function look() { await tick(); setTimeout(look, MILLIS); })();
