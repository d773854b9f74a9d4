"use strict";
// Lists of records, the ledger with what is overdue, what is due to be reported, and the findings of the check.

panels.list = async ({ kind = "tailings_pond", sortby = "code", grade = "", district = "", like = "", after }, content, view) => {
  const again = (changes) => go({ panel: "list", kind, sortby, like, ...changes });
  const [schema, books] = await Promise.all([schemaOf(kind), view.ask("lists")]);
  const hasGrade = "risk_grade" in schema.properties;
  const parameters = { sortby, district: hetu.ground.has(kind) ? "" : district, risk_grade: hasGrade ? grade : "", filter: like ? likeFilter(like) : "" };
  const path = `collections/${encodeURIComponent(kind)}/items`;
  const answer = await view.ask(path, { ...parameters, limit: 200, after, count: true });
  const columns = columnsOf(schema, answer.features);
  const names = new Map((await view.wait(districts())).map((one) => [one.code, one.name]));
  const cell = (name, value) => typeof value === "number" ? value : name === "district" && names.has(value) ? names.get(value) : wordOf(value);
  const header = ([name, property]) => property.type === "array" ? element("th", { scope: "col" }, titleOf(property)) : element("th", { scope: "col", "data-title": titleOf(property), "aria-sort": sortby === name ? "ascending" : sortby === "-" + name ? "descending" : "none" },
    element("button", { title: "排序", onclick: () => again({ sortby: sortby === name ? "-" + name : name }) }, titleOf(property)));
  const next = pageBehind(answer);
  const words = element("input", { id: "like", type: "search", value: like, size: 12, placeholder: "名称或编号含", "aria-label": "名称或编号含" });
  const book = books.lists.find((one) => one.kinds.includes(kind));
  put(content, element("h2", {}, `${schema.title}清单`), element("p", { class: "row" },
    choice("类别", "kind", [...hetu.kinds].map(([name, value]) => [name, value.title]), kind, (value) => go({ panel: "list", kind: value })),
    ...await filterChoices(again, hasGrade), element("form", { class: "row", onsubmit: (event) => { event.preventDefault(); again({ like: words.value.trim() }); } }, words, element("button", {}, "筛选")),
    hetu.account.writes ? element("button", { id: "add", onclick: () => go({ panel: "form", kind }) }, "新增") : null),
  element("p", { class: "figure" }, `共 ${answer.numberMatched} 条`),
  downloads(path, { ...parameters, limit: hetu.fileSize, count: true }),
  book ? element("p", { class: "row" }, "报送用：", element("a", { id: "official", href: address(`lists/${encodeURIComponent(book.title)}`, { district }), download: true }, `${book.title}（正式表样）`)) : null,
  answer.numberMatched > hetu.fileSize ? element("p", { class: "warning" }, `下载的文件只有前 ${hetu.fileSize} 条，共 ${answer.numberMatched} 条；要全部的，请按区县、等级或名称分几次下载。`) : null,
  tableOf(columns.map(header), answer.features.map(({ properties }) => ({
    cells: columns.map(([name]) => cell(name, properties[name])), open: () => open(kind, properties.code) })), { longest: 400 }),
  element("p", { class: "row" }, after ? element("button", { id: "first-page", onclick: () => again({}) }, "回到第一页") : null,
    next ? element("button", { id: "next-page", onclick: () => again({ after: next }) }, "下一页") : null));
};

/** The eight properties that tell most: what a record is called, how grave it is, where it is; then the first of those that any on the page has. */
function columnsOf(schema, features) {
  const first = ["code", "name", "risk_grade", "grade", "district", "river_name"], last = ["uscc", "verified_on"];
  const rank = (name) => first.includes(name) ? first.indexOf(name) : last.includes(name) ? 99 : 50;
  return Object.entries(schema.properties).filter(([name]) => !["id", "geometry", "source", "source_position", "source_crs"].includes(name)
    && (["code", "name"].includes(name) || features.some(({ properties }) => properties[name] !== null && properties[name] !== undefined)))
    .sort(([one], [other]) => rank(one) - rank(other)).slice(0, 8);
}

panels.ledger = async (state, content, view) => {
  const shown = state.view === "due" ? "due" : "problems";
  const tab = (name, title) => element("button", { "aria-pressed": String(shown === name), onclick: () => go({ panel: "ledger", view: name === "due" ? name : "" }) }, title);
  put(content, element("h2", {}, "台账"), element("p", { class: "row" }, tab("problems", "问题整改"), tab("due", "报送情况")));
  await (shown === "due" ? showDue : showProblems)(state, content, view);
};

async function showProblems({ status = "", overdue = "", by = "", district = "" }, content, view) {
  const again = (changes) => go({ panel: "ledger", status, overdue, by, ...changes });
  const schema = await schemaOf("problem");
  const parameters = { state: status, overdue, by, district };
  const [answer, books] = await Promise.all([view.ask("questions/ledger", { ...parameters, f: "json" }), view.ask("lists")]);
  const { counts, on } = answer.question;
  const figure = (title, value, unit = "") => element("div", {}, element("span", {}, title), element("strong", { class: title === "超期" && value ? "late" : null }, String(value)), element("span", {}, unit));
  const ledgers = books.lists.filter((book) => book.title.startsWith("附件"));
  put(content, element("div", { class: "figures" }, figure("挂账", counts.on_ledger), figure("销账", counts.closed), figure("销账率", counts.closing_rate_pct ?? "—", counts.closing_rate_pct === null ? "" : "%"), figure("超期", counts.overdue)),
    element("p", { class: "row" }, choice("状态", "status", [["", "全部"], ...schema.properties.ledger_state.enum.map((word) => [word, word])], status, (value) => again({ status: value })),
      choice("只看", "overdue", [["", "全部"], ["true", "超期的"]], overdue, (value) => again({ overdue: value })),
      choice("汇总", "by", [["", "逐条"], ["district", "按区县"], ["unit", "按责任单位"], ["field", "按领域"], ["horizon", "按整改类型"]], by, (value) => again({ by: value })), ...await filterChoices(again, false)),
    ...warningsOf(answer), downloads("questions/ledger", parameters, [["xlsx", "Excel"], ["csv", "CSV"]]),
    element("p", { class: "row" }, "报送用：", ...ledgers.map((book) => element("a", { href: address(`lists/${encodeURIComponent(book.title)}`, { district }), download: true }, book.title))), element("p", { class: "note" }, `截至 ${on}`),
    by ? tableOf(["分组", "未挂账", "挂账", "销账", "销账率 %", "待销账", "转中长期", "超期"], answer.rows.map((row) => ({
      cells: [row.name, row.noted, row.on_ledger, row.closed, row.closing_rate_pct ?? "", row.submitted, row.planned, row.overdue], class: row.kind === "total" ? "total" : null })), { isMain: true, longest: 30 })
      : tableOf(["超期 天", "问题", "状态", "责任单位", "责任人", "完成时限"], answer.rows.map((row) => ({
        cells: [row.overdue_days === null ? "" : element("span", { class: "late" }, String(row.overdue_days)), row.name, row.ledger_state, row.responsible_unit, row.responsible_person, row.deadline],
        class: row.overdue_days === null ? null : "overdue", open: () => open("problem", row.code) })), { isMain: true }));
}

async function showDue({ window: days = "31" }, content, view) {
  const answer = await view.ask("questions/due", { window: days, f: "json" });
  put(content, element("p", { class: "row" }, choice("前后", "window", [["15", "15 天"], ["31", "31 天"], ["92", "3 个月"], ["366", "1 年"]], days, (value) => go({ panel: "ledger", view: "due", window: value }))),
    ...warningsOf(answer), downloads("questions/due", { window: days }, [["xlsx", "Excel"], ["csv", "CSV"]]), element("p", { class: "note" }, `截至 ${answer.question.on}`),
    answer.rows.length ? null : element("p", {}, "这段时间没有要报送的。"),
    tableOf(["截止日期", "剩余 天", "报送事项", "单位", "状态", "报送时间"], answer.rows.map((row) => ({
      cells: [row.due_on, row.days_left < 0 ? `已过 ${-row.days_left}` : row.days_left, row.title, row.name, row.state.includes("逾期") ? element("span", { class: "late" }, row.state) : row.state, row.submitted_at], class: row.state === "逾期未报" ? "overdue" : null })), { isMain: true }));
}

panels.findings = async ({ severity = "", only = "", district = "", ref = "" }, content, view) => {
  const again = (changes) => go({ panel: "findings", severity, only, ...changes });
  const parameters = { kind: only, district };
  const { findings } = await view.ask("questions/check", { ...parameters, f: "json" });
  const words = { error: "错误", warning: "警告", note: "提示" };
  const wanted = findings.filter((finding) => !severity || finding.severity === severity);
  const rows = wanted.map((finding) => ({
    ref: finding.ref, class: finding.severity,
    cells: [words[finding.severity], element("span", {}, finding.ref ? element("button", { type: "button", class: "link", onclick: () => go({ panel: "card", ref: finding.ref }) }, finding.name || finding.ref) : finding.title, finding.place ? ` ${finding.place}` : ""), finding.message, finding.remedy],
    open: finding.ref ? () => { remember({ ref: finding.ref }); showFinding(finding.ref, view).catch((error) => view.tell(error)); } : null }));
  put(content, element("h2", {}, "数据检查"), element("p", { class: "figure" }, Object.entries(words).map(([key, word]) => `${word} ${findings.filter((finding) => finding.severity === key).length}`).join("　")),
    element("p", { class: "row" }, choice("级别", "severity", [["", "全部"], ...Object.entries(words)], severity, (value) => again({ severity: value })),
      choice("类别", "only", [["", "全部"], ...[...hetu.kinds].map(([name, kind]) => [name, kind.title])], only, (value) => again({ only: value })), ...await filterChoices(again, false)),
    downloads("questions/check", parameters, [["xlsx", "Excel"], ["csv", "CSV"]]), element("p", { class: "note" }, "点一行，图上显示它的位置；点名称看卡片。"),
    wanted.length ? null : element("p", {}, "没有发现问题。"), tableOf(["级别", "对象", "问题", "处理"], rows, { isMain: true }));
  if (ref) await showFinding(ref, view);
};

/** Shows where a finding is, and marks its rows. */
async function showFinding(ref, view) {
  for (const line of panel.querySelectorAll("tr[data-ref]")) line.toggleAttribute("data-chosen", line.dataset.ref === ref);
  view.drawn.clearLayers();
  const item = await view.ask(itemPath(ref), { f: "json" });
  if (!item.geometry) { tell(new Error("这条记录没有位置，图上不显示；可点名称看卡片。")); return; }
  drawRecord(item, ref.slice(0, ref.indexOf("/")), view);
  const bounds = L.geoJSON(item.geometry).getBounds();
  if (map.getZoom() < 12 && isMapSeen()) map.fitBounds(bounds, { maxZoom: 13 });
}
