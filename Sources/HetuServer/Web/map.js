"use strict";
// The map: layers by kind, and the state of the view in the address. Texts go into the page as texts only, never as HTML.

const hetu = {
  /** The kinds by name: title, whether they have places. */
  kinds: new Map(), lines: new Set(["river", "river_reach", "district", "protection_zone", "oil_pipeline", "hazmat_route"]), layers: new Map(), shown: new Set(), state: {}, view: null, pick: null, account: null,
  /** How many records of a kind are marks wherever they lie, how many of more are marks where they are all in view, and how many a file has. */
  pageSize: 5000, markLimit: 400, fileSize: 10000, turns: new Map(), lost: new Map(),
  standard: ["district", "river_reach", "drinking_water_source", "tailings_pond", "key_enterprise", "chemical_park",
    "monitoring_section", "emergency_facility", "sensitive_target"],
  /** What stands under everything else and is filtered by nothing. */
  ground: new Set(["district", "river", "river_reach"]),
  /** What of the state stays when another panel is opened. */
  lasting: ["at", "zoom", "layers", "base", "district", "grade"],
  colours: { "重大": "#C8102E", "较大": "#F2A900", "一般": "#2F6DB5" },
};

/** An element with attributes, listeners (on…) and children; a text child is a text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  put(made, ...children);
  return made;
}

/** Puts children into an element, but for those that are not there. */
function put(place, ...children) {
  place.append(...children.filter((child) => child !== null && child !== undefined));
}

/** What the service refused: its status, its own sentence, and after how many seconds it may be asked again. */
class Refusal extends Error {
  constructor(status, detail, wait) {
    super(detail);
    this.status = status;
    this.wait = Number(wait) || 10;
  }
}

/** A path and its query; what is empty is left out. */
function address(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "")).toString();
  return path + (query ? "?" + query : "");
}

/** The answer of the service at an address; a problem's sentence as an error. Whoever is no longer logged in comes to the login, but what is typed into a form stays. */
async function reach(path, options = {}) {
  const response = await fetch(path, options);
  if (response.ok) return response;
  if (response.status === 401 && hetu.state.panel !== "form") location.reload();
  const { detail } = await response.json().catch(() => ({}));
  throw new Refusal(response.status, detail || response.statusText, response.headers.get("Retry-After"));
}

/** The JSON at an address of the service. */
async function ask(path, parameters = {}, signal = undefined) {
  return (await reach(address(path, parameters), { headers: { Accept: "application/json" }, signal })).json();
}

/** Whether an answer has another page behind it, by what that is asked for: `after`. */
function pageBehind(answer) {
  const next = answer.links.find((link) => link.rel === "next");
  return next ? new URL(next.href).searchParams.get("after") : null;
}

/** All features at an address of items, page after page. */
async function askAll(path, parameters = {}, signal = undefined) {
  const features = [];
  let after = "";
  do {
    const answer = await ask(path, { ...parameters, after }, signal);
    features.push(...answer.features);
    after = pageBehind(answer);
  } while (after);
  return features;
}

/** A function that asks once for each argument and keeps the promise, unless that fails. */
function once(asked) {
  const kept = new Map();
  const told = (key) => {
    if (!kept.has(key)) kept.set(key, asked(key).catch((error) => { kept.delete(key); throw error; }));
    return kept.get(key);
  };
  told.forget = () => kept.clear();
  return told;
}

/** The schema of a kind. */
const schemaOf = once((kind) => ask(`collections/${encodeURIComponent(kind)}/schema`, { f: "json" }));

/** Where a record lies in the service, by kind/code. */
function itemPath(ref) {
  const slash = ref.indexOf("/");
  return `collections/${encodeURIComponent(ref.slice(0, slash))}/items/${encodeURIComponent(ref.slice(slash + 1))}`;
}

function symbolAddress(kind, properties) {
  const kindClass = properties.facility_class || properties.target_class;
  const grade = properties.risk_grade || properties.grade;
  const functions = "functions" in properties ? (properties.functions || []).join(",") || "无" : "";
  return address(`symbols/${kind}`, { class: kindClass, grade, functions });
}

function styleOf(kind, properties) {
  switch (kind) {
    case "district": return { color: "#8A8A8A", weight: 1, dashArray: "6 3", fillColor: "#FDFCF8", fillOpacity: hetu.base ? 0 : 1, interactive: false };
    case "river_reach": return { color: "#1F6FB5", weight: 3 };
    case "sensitive_target": return { color: "#00857C", weight: 1.5, fillOpacity: 0.12 };
    case "protection_zone": return { color: "#00857C", weight: 2, fillOpacity: 0.08 };
    case "oil_pipeline": return { color: "#7A4B1E", weight: 2 };
    case "hazmat_route": return { color: "#7A4B1E", weight: 1.5, dashArray: "4 4" };
    default: return { color: hetu.colours[properties.risk_grade] || "#555", weight: 2 };
  }
}

/** A layer of features of one kind, or of each feature's own kind. */
function layerOf(features, kind) {
  return L.geoJSON(features, {
    pointToLayer: (feature, place) => {
      const own = kind || feature.properties.kind;
      const title = feature.properties.name || "";
      if (!hetu.kinds.has(own)) return L.circleMarker(place, { radius: 5, color: "#51606e", weight: 2 });
      const icon = L.icon({ iconUrl: symbolAddress(own, feature.properties), iconSize: [22, 22], className: "symbol" });
      return L.marker(place, { icon, title, alt: title, bubblingMouseEvents: true });
    },
    style: (feature) => styleOf(kind || feature.properties.kind, feature.properties),
    onEachFeature: (feature, layer) => {
      const own = kind || feature.properties.kind;
      if (kind === "district") layer.bindTooltip(element("span", {}, feature.properties.name || ""), nameStyle("district"));
      if (own === "district" || !hetu.kinds.has(own)) return;
      layer.on("click", (event) => {
        if (hetu.pick) return;
        L.DomEvent.stopPropagation(event);
        // A dot of a tile stands above lines and areas, but takes no clicks itself.
        const dot = feature.geometry.type === "Point" ? null : tiledAt(event.latlng);
        if (dot?.isDot) openTiled(dot, event.latlng); else go({ panel: "card", ref: `${own}/${feature.properties.code}` });
      });
    },
  });
}

const tianditu = document.querySelector("meta[name=tianditu]");
const map = L.map("map", { zoomControl: false, attributionControl: false, minZoom: 4, maxZoom: 18, zoomSnap: tianditu ? 1 : 0.5 });
// Names stand below symbols.
map.createPane("names").style.zIndex = 450;
L.control.zoom({ zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
L.control.scale({ imperial: false }).addTo(map);

// The base map: 天地图 where the service has a key for it, else none.

const bases = new Map(!tianditu ? [] : [["vec", "天地图 地图", "cva"], ["img", "天地图 影像", "cia"]].map(([name, title, words]) => {
  const failed = new Set();
  const tiles = (layer) => watched(L.tileLayer(`https://t{s}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(tianditu.content)}`,
    { subdomains: "01234567", maxZoom: 18 }));
  const whole = L.layerGroup([]);
  /** Tells what of the base map could not be got; it is asked for again by the user only. */
  function watched(part) {
    part.on("loading", () => failed.delete(part));
    part.on("tileerror", () => { failed.add(part); lose("天地图", { status: 404 }, () => whole.eachLayer((one) => one.redraw())); });
    part.on("load", () => { if (!failed.size) found("天地图"); });
    return part;
  }
  return [name, { title, layer: whole.addLayer(tiles(name)).addLayer(tiles(words)) }];
}));
if (tianditu) L.control.attribution({ prefix: false }).addTo(map).addAttribution("© 天地图");
const approval = tianditu ? element("span", {}, ` 审图号：${tianditu.dataset.approval}`) : null;
if (approval) document.querySelector(".leaflet-control-attribution").append(approval);

function showBase(wanted) {
  const name = bases.has(wanted) ? wanted : wanted === "none" ? null : bases.keys().next().value || null;
  if (name === hetu.base) return;
  if (hetu.base) map.removeLayer(bases.get(hetu.base).layer);
  hetu.base = name;
  document.getElementById("map").classList.toggle("has-base", Boolean(name));
  if (name) bases.get(name).layer.addTo(map);
  const attribution = document.querySelector(".leaflet-control-attribution");
  if (attribution) attribution.hidden = !name;
  showLosses();
  const districts = hetu.layers.get("district");
  if (!districts) return;
  if (districts.layer instanceof TileLayer) districts.layer.redraw(); else districts.layer.setStyle(styleOf("district"));
}

// The state stands in the address behind #, so that a link reproduces the view.

function readState() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

function stateText(state) {
  return new URLSearchParams(Object.entries(state).filter(([, value]) => value !== undefined && value !== null && value !== "")).toString();
}

/** Goes to a state: what it does not name of the place, the layers and the filter stays. */
function go(changes) {
  const next = stateText({ ...Object.fromEntries(hetu.lasting.map((name) => [name, hetu.state[name]])), ...changes });
  if (location.hash.slice(1) === next) enter(); else location.hash = next;
}

/** Puts something into the address without opening anything anew. */
function remember(changes) {
  hetu.state = { ...readState(), ...changes };
  history.replaceState(null, "", "#" + stateText(hetu.state));
}

async function enter() {
  const turn = hetu.turn = (hetu.turn || 0) + 1;
  hetu.view?.leave();
  hetu.state = readState();
  panel.setAttribute("aria-busy", "true");
  layOut();
  showPlace();
  showBase(hetu.state.base);
  await showFilter().catch(tell);
  const wanted = hetu.state.layers ? hetu.state.layers.split(",") : hetu.standard;
  const changed = [...hetu.kinds.keys()].filter((name) => wanted.includes(name) !== hetu.shown.has(name));
  await Promise.all(changed.map((name) => showLayer(name, wanted.includes(name))));
  // Another address may have been gone to meanwhile.
  if (turn === hetu.turn) await showPanel(hetu.state.panel || "layers");
}

/** Gives map and panel the room that the state's panel wants; no move of the map, which the address would then tell. */
function layOut() {
  document.body.dataset.panel = hetu.state.panel || "layers";
  const isSettled = hetu.isSettled;
  hetu.isSettled = false;
  map.invalidateSize({ pan: false });
  hetu.isSettled = isSettled;
  if (hetu.unseen) fit(...hetu.unseen);
}

/** Whether there is a map to be seen: on a phone the panel may take all the room. */
const isMapSeen = () => map.getSize().y >= 50;

/** The place that the state says; null where it says none. */
function statedPlace() {
  const [longitude, latitude] = (hetu.state.at || "").split(",").map(Number);
  return hetu.state.at && [longitude, latitude, Number(hetu.state.zoom)].every(Number.isFinite) ? L.latLng(latitude, longitude) : null;
}

/** Whether the map shows what the state says; it stands on whole pixels, so the middle may be one off. */
function isWhereSaid() {
  const place = statedPlace();
  return Boolean(place) && hetu.isPlaced && Number(hetu.state.zoom) === map.getZoom() && map.latLngToContainerPoint(place).distanceTo(map.getSize().divideBy(2)) < 2;
}

/** Moves the map to where the state has it. */
function showPlace() {
  const place = statedPlace();
  if (!place || isWhereSaid()) return;
  map.setView(place, Number(hetu.state.zoom), { animate: false });
  hetu.isPlaced = true;
}

/** Shows a box, where the address does not say what the map shows; once the map is seen. */
function fit(bounds, options = {}) {
  hetu.unseen = null;
  if (hetu.state.at || !bounds.isValid()) return;
  if (isMapSeen()) map.fitBounds(bounds, { animate: false, padding: [20, 20], ...options }); else hetu.unseen = [bounds, options];
}

function placeText() {
  const centre = map.getCenter();
  return `${centre.lng.toFixed(5)},${centre.lat.toFixed(5)}`;
}

const refusals = { 400: "所填的内容有误，请检查后重试。", 401: "登录已过期，请在新窗口登录后再试。", 403: "您的账号不能查看或修改这一项。", 404: "没有找到。", 409: "与登记库中已有的内容冲突。", 413: "内容太大。",
  422: "所填的内容不能保存，请检查后重试。", 429: "请求太多，请稍候再试。", 503: "服务正忙或查询用时过长，请缩小范围后重试。" };

/** Shows what went wrong, in one Chinese sentence; what the service says in English is for programs. */
function tell(error, words = {}) {
  const detail = String(error.message || error);
  const isChinese = /[\u4e00-\u9fff]/.test(detail) && !/[a-z]{3}.* [a-z]{2}/.test(detail);
  const sentence = isChinese ? detail : words[error.status] || refusals[error.status] || (error instanceof TypeError && error.message.includes("fetch") ? "连不上服务，请检查网络后重试。" : "服务出错，请联系管理员。");
  document.getElementById("panel").append(element("p", { class: "error", role: "alert" }, sentence));
}

/** That whoever was logged in no longer is, where something typed is to be kept. */
function expired() {
  return element("p", { class: "error", role: "alert" }, "登录已过期。请", element("a", { href: "login", target: "_blank", rel: "noopener" }, "在新窗口登录"), "，再回到这里保存；已填的内容都在。");
}

map.on("moveend", () => {
  if (hetu.isSettled && !document.body.dataset.printing && isMapSeen() && !isWhereSaid()) remember({ at: placeText(), zoom: map.getZoom() });
  map.getContainer().toggleAttribute("data-far", map.getZoom() < 10);
  // Tiles begin to load what came into view by the same event; what is asked for the first time is asked for whatever is in view.
  setTimeout(() => { for (const name of hetu.shown) if (hetu.layers.has(name)) loadLayer(name); });
  thinNames();
});

map.on("click", (event) => { if (hetu.pick) hetu.pick(event.latlng); });

/** Takes clicks on the map, until ``stopPicking``; then calls `ended`. */
function takeClicks(taken, ended = null) {
  stopPicking();
  [hetu.pick, hetu.pickEnded] = [taken, ended];
  document.getElementById("map").classList.add("picking");
}

/** Takes one click on the map. */
function pickPlace(chosen) {
  takeClicks((place) => { stopPicking(); chosen(place); });
}

function stopPicking() {
  hetu.pickEnded?.();
  [hetu.pick, hetu.pickEnded] = [null, null];
  document.getElementById("map").classList.remove("picking");
}

// On paper the map stands above its panel and shows the same, and the page says what it is and when it was printed.
let onScreen = null;
addEventListener("beforeprint", () => {
  onScreen = { centre: map.getCenter(), zoom: map.getZoom() };
  const bounds = map.getBounds();
  document.body.dataset.printing = "true";
  panel.before(map.getContainer());
  for (const details of panel.querySelectorAll("details.warnings")) details.open = true;
  // The controls are not printed, but what they say is.
  const said = [...panel.querySelectorAll(".content > .row select, .content > form input, .conditions select, .conditions input")].filter((control) => control.value && control.labels.length)
    .map((control) => `${control.labels[0].firstChild.textContent.trim()}：${control.selectedOptions ? control.selectedOptions[0].textContent : control.value}`);
  if (said.length) panel.querySelector("h2").after(element("p", { id: "asked" }, said.join("；")));
  document.getElementById("printed").textContent = `河图 一张图　${document.getElementById("note").textContent}　打印时间 ${new Date().toLocaleString("zh-CN")}　${location.href}`;
  map.invalidateSize({ animate: false }).fitBounds(bounds, { animate: false });
});
addEventListener("afterprint", () => {
  document.getElementById("asked")?.remove();
  panel.after(map.getContainer());
  delete document.body.dataset.printing;
  map.invalidateSize({ animate: false }).setView(onScreen.centre, onScreen.zoom, { animate: false });
});

addEventListener("keydown", (event) => { if (event.key === "Escape") stopPicking(); });
addEventListener("hashchange", () => enter().catch(tell));
addEventListener("load", async () => {
  try {
    const [landing, listed, account] = await Promise.all([ask("./", { f: "json" }), ask("collections", { f: "json" }), ask("account")]);
    hetu.account = account;
    showAccount();
    document.getElementById("note").textContent = [(landing.description.match(/（(.*)）/) || [])[1], account.internal ? null : "公开版：电话已隐去，敏感位置只到概略"].filter(Boolean).join("　");
    for (const name of account.internal ? [] : ["ledger", "findings"]) document.querySelector(`#tabs [data-panel=${name}]`).hidden = true;
    let bounds = null;
    for (const collection of listed.collections) {
      hetu.kinds.set(collection.id, { title: collection.title, hasPlaces: Boolean(collection.storageCrs) });
      if (!collection.extent) continue;
      const [west, south, east, north] = collection.extent.spatial.bbox[0];
      const box = L.latLngBounds([south, west], [north, east]);
      bounds = bounds ? bounds.extend(box) : box;
    }
    hetu.state = readState();
    layOut();
    showPlace();
    if (!hetu.isPlaced) { if (bounds) map.fitBounds(bounds); else map.setView([34.5, 111], 8); }
    hetu.isPlaced = true;
    // What the address does not say of the place, a panel may choose.
    hetu.isSettled = true;
    await enter();
    document.body.dataset.ready = "true";
  } catch (error) { tell(error); }
});
