// The page's words. A name that a language lacks is said in English; a test holds that none does.
const WORDS = {
  en: {
    skip: "Skip to the content", language: "Language", pipelines: "Pipelines", query: "Query",
    connected: "connected", disconnected: "no answer from the service; trying again", noPipelines: "No pipeline runs here yet.",
    noPipelinesHow: "Start the service with one (baro serve pipeline.sql), or make one:", name: "Name", create: "Create and start",
    rowsPerSecond: "rows / s", changes: "{0} new, {1} revised, {2} gone", readPerSecond: "read / s", shownPerSecond: "shown / s", state: "state in memory", checkpoint: "checkpoint", ago: "{0} ago", never: "none yet",
    restarts: "restarts", read: "read", late: "late", rejected: "rejected",
    start: "Start", stop: "Stop", drain: "Drain", restart: "Restart", makeCheckpoint: "Checkpoint now", remove: "Delete", report: "Save report",
    confirmRemove: "Delete the pipeline {0}? Its checkpoints are forgotten.", graph: "How rows flow", sources: "Sources and lanes",
    lane: "Lane", lag: "behind", heldUp: "held up", breakerOpen: "circuit breaker open", watermark: "watermark", silent: "silent for", holds: "holds the results", idle: "idle", ended: "ended", results: "Results",
    heldBy: "held by {0} since {1}", leftOut: "Rows left out", leftOutHow: "Late and rejected rows are kept, each with its reason and place.",
    rows: "Rows", look: "Look at them", feedAgain: "Feed in again", fed: "it is in the journal", withCheckpoint: "They can be read once the next checkpoint is made.", chart: "Chart", grid: "Rows", last: "Last per key", value: "Value", by: "by", time: "Time", filter: "Only",
    sql: "SQL", run: "Run", explain: "Explain", cancel: "Cancel", sqlHint: "Ctrl+Enter runs it", tooMany: "the first {0} of {1} rows", tooManyAndMore: "the first {0} of {1} rows or more; a chart is drawn of all, a download has all",
    cutOff: "The service ended the answer after {0} rows: it took too long, or has more rows than the service gives. A chart is drawn of all.", took: "{0} rows in {1}",
    failure: "failed", nextStart: "starts again at {0}", lines: "{0} of {1} lines; the band goes from the least to the greatest of all",
    missed: "this page was too slow for {0} updates and has caught up", nothing: "nothing yet", back: "back-pressure", download: "Download",
    running: "running", starting: "starting", stopped: "stopped", failed: "failed", stopping: "stopping", waiting: "restarting", draining: "draining",
    place: "line {0}, column {1}", token: "This service asks for its token:", use: "Use it", end: "the end", health: "what is wrong now",
    merge: "group by", sessions: "sessions", fold: "along each key", join: "join",
    anomalies: "Anomalies", anomaliesOf: "Anomalies: the latest {0} of {1}", score: "score",
    noPipeline: "There is no pipeline {0}.", nothingYet: "Nothing yet. A window is shown when a later row has passed its end.",
    allSilent: "No lane has brought a row for {0}. Windows that are open wait for a row behind their end: the clock closes none.",
    wantsEvent: "{0} rows; with the column event there is one mark for each anomaly",
    noChart: "a chart needs a time and a number among the columns",
  },
  ko: {
    skip: "본문으로 건너뛰기", language: "언어", pipelines: "파이프라인", query: "질의",
    connected: "연결됨", disconnected: "서비스가 응답하지 않아 다시 시도하는 중", noPipelines: "아직 실행 중인 파이프라인이 없습니다.",
    noPipelinesHow: "파이프라인과 함께 서비스를 시작하거나(baro serve pipeline.sql), 여기서 만드십시오:", name: "이름", create: "만들고 시작",
    rowsPerSecond: "행 / 초", changes: "새 행 {0}, 고친 행 {1}, 없어진 행 {2}", readPerSecond: "읽은 행 / 초", shownPerSecond: "내보낸 행 / 초", state: "메모리의 상태", checkpoint: "체크포인트", ago: "{0} 전", never: "아직 없음",
    restarts: "재시작", read: "읽음", late: "지각", rejected: "거부",
    start: "시작", stop: "중지", drain: "비우고 끝내기", restart: "다시 시작", makeCheckpoint: "지금 체크포인트", remove: "삭제", report: "보고서 저장",
    confirmRemove: "파이프라인 {0}을(를) 삭제할까요? 체크포인트도 사라집니다.", graph: "행의 흐름", sources: "소스와 레인",
    lane: "레인", lag: "밀린 양", heldUp: "막힘", breakerOpen: "회로 차단기 열림", watermark: "워터마크", silent: "조용한 시간", holds: "결과를 붙잡고 있음", idle: "유휴", ended: "끝남", results: "결과",
    heldBy: "{1}부터 {0}이(가) 붙잡음", leftOut: "제외된 행", leftOutHow: "늦은 행과 거부된 행은 이유와 위치와 함께 보관됩니다.",
    rows: "행", look: "살펴보기", feedAgain: "다시 넣기", fed: "저널에 들어갔습니다", withCheckpoint: "다음 체크포인트가 만들어지면 읽을 수 있습니다.", chart: "차트", grid: "행", last: "키별 마지막 값", value: "값", by: "기준", time: "시간축", filter: "다음만",
    sql: "SQL", run: "실행", explain: "실행 계획", cancel: "취소", sqlHint: "Ctrl+Enter로 실행", tooMany: "{1}행 중 처음 {0}행", tooManyAndMore: "{1}행 이상 중 처음 {0}행; 차트는 모든 행으로 그리고, 내려받기에는 모든 행이 있습니다",
    cutOff: "서비스가 {0}행 뒤에서 답을 끝냈습니다: 너무 오래 걸렸거나, 서비스가 주는 것보다 행이 많습니다. 차트는 모든 행으로 그립니다.", took: "{0}행, {1}",
    failure: "실패", nextStart: "{0}에 다시 시작", lines: "{1}개 선 중 {0}개; 띠는 전체의 최소에서 최대까지",
    missed: "이 페이지가 느려 갱신 {0}건을 놓쳤다가 따라잡았습니다", nothing: "아직 없음", back: "역압", download: "내려받기",
    running: "실행 중", starting: "시작하는 중", stopped: "중지됨", failed: "실패", stopping: "중지하는 중", waiting: "재시작 대기", draining: "비우는 중",
    place: "{0}행 {1}열", token: "이 서비스는 토큰을 요구합니다:", use: "사용", end: "끝", health: "지금 문제",
    merge: "그룹 집계", sessions: "세션", fold: "키를 따라", join: "조인",
    anomalies: "이상", anomaliesOf: "이상: {1}건 중 최근 {0}건", score: "점수",
    noPipeline: "파이프라인 {0}이(가) 없습니다.", nothingYet: "아직 없습니다. 창은 그 끝을 지난 행이 오면 표시됩니다.",
    allSilent: "{0} 동안 어느 레인에서도 행이 오지 않았습니다. 열린 창은 그 끝 뒤의 행을 기다리며, 시계로는 닫히지 않습니다.",
    wantsEvent: "{0}행; event 열이 있으면 이상마다 표시가 하나입니다",
    noChart: "차트에는 시간 열과 숫자 열이 필요합니다",
  },
};

let language = localStorage.getItem("language") ?? (navigator.language.startsWith("ko") ? "ko" : "en");

export function currentLanguage() { return language; }

export function speak(chosen) {
  language = chosen in WORDS ? chosen : "en";
  localStorage.setItem("language", language);
  document.documentElement.lang = language;
  document.querySelectorAll("[data-text]").forEach(element => { element.textContent = say(element.dataset.text); });
}

/** A text of the page, with its places {0}, {1} filled. */
export function say(name, ...values) {
  const text = WORDS[language][name] ?? WORDS.en[name] ?? name;
  return text.replace(/\{(\d)\}/g, (whole, place) => values[place] ?? whole);
}

const SHORT = () => new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
const WHOLE = () => new Intl.NumberFormat(language);

export function count(number) { return number < 10000000 ? WHOLE().format(Math.round(number)) : SHORT().format(number); }

export function bytes(number) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  for (; number >= 1000 && unit < units.length - 1; unit++) { number /= 1000; }
  return `${number < 10 && unit > 0 ? number.toFixed(1) : Math.round(number)} ${units[unit]}`;
}

export function duration(seconds) {
  if (seconds < 1) { return `${Math.round(seconds * 1000)} ms`; }
  if (seconds < 120) { return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`; }
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** RFC 3339 in UTC, as the data has it: never the browser's zone. */
export function moment(text) {
  if (text === null || text === undefined) { return "–"; }
  return text === "end" ? say("end") : text.replace("T", " ").replace(/(\.\d*?)0*Z$|Z$/, (whole, fraction) => fraction && fraction !== "." ? fraction : "");
}

/** A moment of this run, to the second, and in which zone it is told. */
export function instant(text) { return `${moment(text).slice(0, 19)} UTC`; }
