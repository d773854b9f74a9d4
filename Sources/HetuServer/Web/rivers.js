"use strict";
// One river, one strategy, one map: the rivers, and the products of a river's plan.

/** The gravest grade among the sources of a river or park. */
const gravestOf = (row) => row && (row.major ? "重大" : row.greater ? "较大" : row.general ? "一般" : null);

panels.rivers = async ({ subject = "rivers" }, content, view) => {
  const isRivers = subject === "rivers";
  const [{ rivers }, profile] = await Promise.all([isRivers ? view.ask("rivers") : { rivers: [] }, view.ask("questions/profile", { subject })]);
  const known = new Map(profile.rows.map((row) => [row.code, row]));
  // Rivers that are in no list have a plan, but no profile.
  const all = isRivers ? [...rivers].sort((one, other) => (known.get(one.code)?.rank ?? Infinity) - (known.get(other.code)?.rank ?? Infinity)) : profile.rows;
  const figures = (row) => [row?.major, row?.greater, row?.general, row?.ungraded, row?.targets, row?.q_water];
  const rows = all.map((one) => ({
    cells: [known.get(one.code)?.rank, one.name, ...(isRivers ? [Number(one.length_km).toFixed(1)] : []), ...figures(known.get(one.code)), ...(isRivers ? [known.get(one.code)?.per_10_km?.toFixed(2)] : [])],
    open: () => go(isRivers ? { panel: "river", river: one.code, at: "", zoom: "" } : { panel: "card", ref: `${one.kind}/${one.code}`, at: "", zoom: "" }),
  }));
  put(content, element("h2", {}, "河流（一河一策一图）和园区"),
    element("p", { class: "row" }, choice("对象", "subject", [["rivers", "河流"], ["parks", "化工园区"]], subject, (value) => go({ panel: "rivers", subject: value })), element("button", { type: "button", class: "print", onclick: () => print() }, "打印")),
    all.length ? null : element("p", {}, isRivers ? "登记库中还没有河段。" : "登记库中还没有化工园区。"), ...warningsOf(profile),
    tableOf(["次序", isRivers ? "河流" : "园区", ...(isRivers ? ["长度 km"] : []), "重大", "较大", "一般", "未定", "敏感目标", "水环境Q之和", ...(isRivers ? ["每 10 km 风险源"] : [])], rows, { isMain: true }),
    element("p", { class: "note" }, `${isRivers ? `沿河 ${profile.question.within_m / 1000} km 内的风险源，按登记的等级计；` : ""}地图上按最高的登记等级着色。`));
  if (isRivers) await drawRivers(known, view);
  else for (const row of profile.rows.filter((one) => one.lon !== null)) L.circleMarker([row.lat, row.lon], { radius: 14, color: hetu.colours[gravestOf(row)] || "#7A8793", fill: false, weight: 4, interactive: false }).addTo(view.drawn);
};

/** Draws the rivers in the colours of the gravest grade along them. */
async function drawRivers(profiles, view) {
  L.geoJSON(await view.askAll("collections/river_reach/items", { limit: hetu.pageSize }), { interactive: false, style: ({ properties }) => ({ color: hetu.colours[gravestOf(profiles.get(properties.river_code))] || "#7A8793", weight: 7, opacity: 0.6 }) }).addTo(view.drawn);
}

/** The products in groups, as they are wanted: to read, to print, to work with. */
const productGroups = [
  ["一策", ["响应方案.html", "响应方案.docx"]], ["一图", ["指挥示意图.pdf", "指挥示意图.png", "指挥示意图.svg", "直线示意图.pdf", "直线示意图.png", "直线示意图.svg"]],
  ["现场用", ["卡片.pdf", "地图.html", "data.kml"]], ["数据", ["data.geojson", "data.gpkg", "plan.json", "data.gcj02.geojson", "data.bd09.geojson"]],
];

/** The map sheet and its series before the strip map. */
const orderOf = (file) => (file.startsWith("指挥") ? "1" : "2") + (file.match(/\d+/) || [""])[0].padStart(3, "0");

/** Waits until a product is made, which may take longer than one answer may, and then downloads it. */
async function fetchMade(event) {
  const link = event.currentTarget;
  if (link.dataset.made) return;
  event.preventDefault();
  if (link.getAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  let status = 503;
  for (let turn = 0; turn < 10 && status === 503 && link.isConnected; turn++) {
    const response = await fetch(link.href, { method: "HEAD" }).catch(() => null);
    status = response?.status ?? 0;
    if (status === 503) await new Promise((done) => { setTimeout(done, 1000 * (Number(response.headers.get("Retry-After")) || 5)); });
  }
  link.removeAttribute("aria-busy");
  if (!link.isConnected) return;
  if (status !== 200) { tell(new Refusal(status, ""), { 404: "没有这一产品：服务器上没有安装生成 Word 的程序（pandoc）。" }); return; }
  link.dataset.made = "true";
  link.click();
}

panels.river = async ({ river: code, within = "" }, content, view) => {
  const river = await view.ask(`rivers/${encodeURIComponent(code)}`, { within });
  const place = (product) => address(new URL(product.href).pathname.replace(/^.*(?=rivers\/)/, ""), { within });
  const byFile = new Map(river.products.map((product) => [product.file, product]));
  const link = (file) => {
    const product = byFile.get(file);
    const isPage = product.type.startsWith("text/html") || ["application/pdf", "image/svg+xml", "image/png"].includes(product.type);
    return element("a", { href: place(product), "data-file": file, ...(isPage ? { target: "_blank", rel: "noopener" } : { download: `${river.name}_${file}`, onclick: fetchMade }) }, product.title);
  };
  const picture = (product) => element("figure", {}, element("figcaption", {}, product.title),
    element("a", { href: place(product), target: "_blank", rel: "noopener" }, element("img", { src: place(product), alt: `${river.name}${product.title}`, "data-file": product.file, loading: "lazy" })));
  put(content, element("h2", {}, river.name), element("p", { class: "figure" }, `全长 ${Number(river.length_km).toFixed(1)} km`), ...warningsOf(river),
    element("p", { class: "row" }, choice("沿河范围", "within", [["", "1 km（默认）"], ["500", "500 m"], ["2000", "2 km"], ["5000", "5 km"]], within, (value) => go({ panel: "river", river: code, within: value })),
      element("button", { type: "button", onclick: () => showRiver(river, view).catch((error) => view.tell(error)) }, "在地图上看"), element("button", { type: "button", class: "print", onclick: () => print() }, "打印")),
    ...productGroups.map(([title, files]) => element("p", { class: "row products" }, element("strong", {}, title), ...files.filter((file) => byFile.has(file)).map(link))),
    ...river.products.filter((product) => product.type === "image/svg+xml").sort((one, other) => orderOf(one.file).localeCompare(orderOf(other.file))).map(picture));
  await showRiver(river, view, false);
};

/** Draws a river's course, and moves the map to it where it is not in view or that is wanted. */
async function showRiver({ code, name }, view, moves = true) {
  const reaches = (conditions) => view.askAll("collections/river_reach/items", { ...conditions, limit: hetu.pageSize });
  let features = await reaches({ river_code: code });
  if (!features.length) features = await reaches({ river_name: name });
  if (!features.length) return;
  const course = L.geoJSON(features, { style: { color: "#1F6FB5", weight: 7, opacity: 0.6 }, interactive: false }).addTo(view.drawn);
  if (moves && !isMapSeen()) document.getElementById("tall").click();
  fit(course.getBounds());
  if (isMapSeen() && (moves || !map.getBounds().intersects(course.getBounds()))) map.fitBounds(course.getBounds());
}
