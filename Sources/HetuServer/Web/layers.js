"use strict";
// The layers of the map and the filter on them; what of them could not be got is said on the map.

/** The conditions that the filter puts on a kind. */
async function conditionsOf(kind) {
  if (hetu.ground.has(kind)) return {};
  const { district, grade } = hetu.state;
  const hasGrade = grade && "risk_grade" in (await schemaOf(kind)).properties;
  return { district, risk_grade: hasGrade ? grade : "" };
}

/** Loads a kind: as marks where they are not too many, else as tiles, which show however many there are, and as marks again where few lie in
 * view. What can't be got is told. */
async function loadLayer(name) {
  const old = hetu.layers.get(name);
  if (old && (old.isWhole || !hetu.shown.has(name))) return;
  const turn = (hetu.turns.get(name) || 0) + 1;
  hetu.turns.set(name, turn);
  if (old?.layer instanceof TileLayer && !old.layer.hasFew()) return;
  const bounds = map.getBounds();
  const bbox = old && [Math.max(-180, bounds.getWest()), bounds.getSouth(), Math.min(180, bounds.getEast()), bounds.getNorth()].join(",");
  try {
    const conditions = await conditionsOf(name);
    const answer = await ask(`collections/${name}/items`, { ...conditions, ...(old ? { bbox, limit: hetu.markLimit } : { limit: hetu.pageSize, count: true }) });
    // What was asked for since then is newer.
    if (hetu.turns.get(name) !== turn) return;
    takeLayer(name, answer, conditions);
    found(name);
  } catch (error) {
    if (hetu.turns.get(name) === turn) lose(name, error, () => loadLayer(name));
  }
}

/** Takes what was answered as the layer of a kind, in place of what was there. */
function takeLayer(name, answer, conditions) {
  const isTiled = Boolean(pageBehind(answer));
  const before = hetu.layers.get(name);
  if (isTiled && before?.layer instanceof TileLayer) return;
  const layer = isTiled ? tileLayerOf(name, conditions) : layerOf(answer, name);
  if (before) map.removeLayer(before.layer);
  const isWhole = !isTiled && !before;
  const grades = {};
  if (isWhole) for (const { properties } of answer.features) if (properties.risk_grade) grades[properties.risk_grade] = (grades[properties.risk_grade] || 0) + 1;
  hetu.layers.set(name, { layer, isWhole, grades, total: before ? before.total : answer.numberMatched });
  if (name === "river_reach" && !isTiled) nameRivers(layer);
  if (hetu.shown.has(name)) layer.addTo(map);
  if (name === "district") layer.bringToBack();
  thinNames();
}

const nameStyle = (kind) => ({ permanent: true, direction: "center", className: `name ${kind}`, pane: "names", interactive: false });

/** Hides labels that would stand over others: times go before rivers, those before districts. */
function thinNames() {
  const kept = [];
  for (const name of [".arrival", ".name.river", ".name.district"].flatMap((kind) => [...document.querySelectorAll(`.leaflet-tooltip${kind}`)])) {
    const box = name.getBoundingClientRect();
    const isFree = !kept.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
    name.style.visibility = isFree ? "" : "hidden";
    if (isFree) kept.push(box);
  }
}

/** Each river's name once, at its longest reach. */
function nameRivers(layer) {
  const longest = new Map();
  layer.eachLayer((reach) => {
    const { river_name: river } = reach.feature.properties;
    const length = JSON.stringify(reach.feature.geometry).length;
    if (river && length > (longest.get(river)?.length ?? 0)) longest.set(river, { reach, length });
  });
  for (const [river, { reach }] of longest) reach.bindTooltip(element("span", {}, river), nameStyle("river"));
}

async function showLayer(name, isShown) {
  if (isShown) hetu.shown.add(name); else hetu.shown.delete(name);
  if (isShown) await loadLayer(name);
  const held = hetu.layers.get(name);
  showLosses();
  if (!held) return;
  if (hetu.shown.has(name)) held.layer.addTo(map); else map.removeLayer(held.layer);
  thinNames();
}

/** Forgets what was loaded of a kind, as it has changed. */
async function reloadLayer(name) {
  const old = hetu.layers.get(name);
  if (old) map.removeLayer(old.layer);
  hetu.layers.delete(name);
  if (name === "district") districts.forget();
  if (hetu.shown.has(name)) await loadLayer(name);
}

/** What the filter leaves, in words on the map, so that nobody takes a part for the whole. */
const filterSign = L.control({ position: "topright" });
filterSign.onAdd = () => element("div", { id: "filter", role: "status" });
filterSign.addTo(map);

async function showFilter() {
  const { district, grade } = hetu.state;
  const key = `${district || ""}|${grade || ""}`;
  if (key !== hetu.filter) {
    const isFirst = hetu.filter === undefined;
    hetu.filter = key;
    if (!isFirst) for (const name of [...hetu.layers.keys()]) if (!hetu.ground.has(name)) await reloadLayer(name);
  }
  const place = document.getElementById("filter");
  if (!district && !grade) { place.replaceChildren(); return; }
  const known = (await districts()).find((one) => one.code === district);
  place.replaceChildren(`只显示：${[district && (known ? known.name : district), grade && `${grade}风险源`].filter(Boolean).join("、")}`,
    element("button", { type: "button", onclick: () => go({ ...hetu.state, district: "", grade: "", after: "" }) }, "全部显示"));
}

/** The districts of the registry, by code. */
const districts = once(async () => hetu.kinds.has("district")
  ? (await askAll("collections/district/items", { limit: 1000, sortby: "code" })).map(({ properties }) => properties) : []);

// What could not be got.

const lossSign = L.control({ position: "topright" });
lossSign.onAdd = () => element("div", { id: "lost", role: "alert" });
lossSign.addTo(map);

/** Whether what may have been lost is wanted: a shown layer, or the base map. */
const isWanted = (name) => hetu.kinds.has(name) ? hetu.shown.has(name) : Boolean(hetu.base);

/** What is wrong with what is shown, in words; null where all of it is there. */
const lossOf = (name) => isWanted(name) && hetu.lost.has(name) ? hetu.lost.get(name).words : null;

/** Remembers that something of a layer could not be got, and tries again after the time that the service says. What it refuses as such is
 * asked for again by the user only. */
function lose(name, error, again, words = "未取到") {
  clearTimeout(hetu.lost.get(name)?.timer);
  const mayPass = !error.status || error.status === 429 || error.status >= 500;
  hetu.lost.set(name, { words, again, timer: mayPass ? setTimeout(() => { if (isWanted(name)) again(); }, 1000 * (error.wait || 10)) : null });
  showLosses();
}

/** Forgets that something of a layer could not be got. */
function found(name) {
  if (!hetu.lost.has(name)) return;
  clearTimeout(hetu.lost.get(name).timer);
  hetu.lost.delete(name);
  showLosses();
}

function retryLost() {
  for (const [name, { again }] of [...hetu.lost]) if (isWanted(name)) again();
}

function showLosses() {
  const lost = [...hetu.lost.keys()].filter(lossOf);
  document.getElementById("lost").replaceChildren(...(lost.length ? [lost.map((name) => `${hetu.kinds.get(name)?.title || name}${lossOf(name)}`).join("、"),
    element("button", { type: "button", onclick: retryLost }, "重试")] : []));
  for (const place of panel.querySelectorAll("[data-layer]")) place.textContent = lossOf(place.dataset.layer) || "";
}
