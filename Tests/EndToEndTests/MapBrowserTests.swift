import Foundation
import TestSupport
import Testing

/// The web map in a real browser, as a duty officer uses it.
@Suite(.serialized, .enabled(if: Browser.isInstalled, "chromium is not installed (apt install chromium)"))
struct MapBrowserTests {
  private static let firstRow = "#panel tbody tr"

  @Test func `a duty officer searches, filters, asks what is near, follows a spill and downloads the lists`() throws {
    let world = try EditingWorld(withRiver: true)
    let files = ["near.xlsx", "list.xlsx", "ledger.xlsx"].map { world.workspace.file($0).path }
    let steps: [[String]] =
      MapPage.login + MapPage.enter("words", "甲尾矿") + [["key", "Enter"]] + MapPage.settled + MapPage.read("search")
      + [["click", Self.firstRow]] + MapPage.settled + MapPage.read("card") + MapPage.picture("duty-card")
      + [["click", "#tabs [data-panel=layers]"]] + MapPage.settled + MapPage.choose("grade", "重大") + [
        ["until", "hetu.layers.get('tailings_pond')?.total === 1 && hetu.layers.get('key_enterprise')?.total === 0"],
        ["ask", "filter", "document.getElementById('filter').textContent"],
        ["click", "#filter button"],
        ["until", "hetu.layers.get('tailings_pond')?.total === 2 && !document.getElementById('filter').textContent"],
        ["click", "#tabs [data-panel=near]"],
      ] + MapPage.settled + [MapPage.clickMap(110.9, 34.5)] + MapPage.settled + MapPage.read("near")
      + MapPage.picture("duty-near") + [["download", "#panel [data-form=xlsx]", files[0]]]
      + [["click", "#tabs [data-panel=spill]"]] + MapPage.settled + [MapPage.clickMap(110.845, 34.468)]
      + MapPage.settled + MapPage.read("spill")
      + [["ask", "times", "document.querySelectorAll('.arrival').length"]] + MapPage.picture("duty-spill")
      + MapPage.enter("substance", "氰化物") + MapPage.enter("mass", "500") + [["key", "Enter"]] + MapPage.settled
      + MapPage.read("dose") + [["click", "#tabs [data-panel=list]"]] + MapPage.settled
      + [["download", "#official", files[1]]] + [["click", "#tabs [data-panel=ledger]"]] + MapPage.settled
      + MapPage.read("ledger") + MapPage.picture("duty-ledger")
      + [["download", "#panel [data-form=xlsx]", files[2]], ["click", "#tabs [data-panel=findings]"]]
      + MapPage.settled + MapPage.read("findings") + [
        ["ask", "finding", "document.querySelector('tr[data-ref^=tailings]').dataset.ref"],
        ["click", "tr[data-ref^=tailings] td:last-child"],
        ["until", "hetu.view.drawn.getLayers().length > 0 && document.querySelector('tr[data-chosen]')"],
        ["ask", "chosen", "readState().ref"],
        ["ask", "figures", "[0.029512345, 1.2345, 4877.5, 2e-7, null].map(concentration).join(' ')"],
      ]
    let answers = try MapPage.drive(world, steps)
    func text(_ name: String) -> String { answers[name] as? String ?? "" }
    #expect(text("search").contains("找到 1 条") && text("card").contains("风险等级") && text("card").contains("13900000001"))
    #expect(text("card").contains("甲河 K"))
    #expect(text("filter").contains("重大"))
    #expect(text("near").contains("甲尾矿库") && text("near").contains("5 km 内"))
    #expect(text("spill").contains("甲河水源地") && text("spill").contains("甲河闸") && text("spill").contains("最先到达的敏感目标"))
    #expect(answers["times"] as? Int ?? 0 > 0)
    #expect(text("dose").contains("峰值 mg/L"))
    // A concentration has three figures, whatever the answer has.
    #expect(text("figures") == "0.0295 1.23 4880 小于0.000001 ")
    #expect(text("ledger").contains("预案未修订") && text("ledger").contains("超期"))
    #expect(text("findings").contains("数据检查") && text("finding") == text("chosen") && !text("chosen").isEmpty)
    #expect(try Data(contentsOf: world.workspace.file("near.xlsx")).starts(with: Data("PK".utf8)))
    let list = try world.workspace.python(
      "import zipfile, sys; z = zipfile.ZipFile('list.xlsx'); sys.stdout.write(''.join(z.read(n).decode() for n in z.namelist() if n.endswith('.xml')))"
    )
    #expect(list.contains("甲尾矿库") && list.contains("填报单位"))
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
    // Without a key for a base map nothing is asked of anybody else.
    let requests = answers["requests"] as? [String] ?? []
    #expect(!requests.isEmpty && requests.allSatisfy { $0.hasPrefix(world.service.base + "/") })
  }

  /// Views by what their addresses say, and words that they show.
  private static let views: [(state: String, words: [String])] = [
    ("at=110.80000,34.45000&zoom=11&layers=river_reach,tailings_pond", ["尾矿库"]),
    ("at=110.80000,34.45000&zoom=10&district=411202&grade=重大", ["湖滨区", "重大"]),
    ("panel=card&ref=tailings_pond/A1&more=history", ["甲尾矿库", "新增"]),
    ("panel=near&place=110.9,34.5&within=3000&only=tailings_pond", ["3 km 内 1 个"]),
    ("panel=near&place=tailings_pond/A2&within=20000&order=-2&find=甲", ["甲河闸"]),
    ("panel=spill&place=甲河 K20%2B000&season=dry&substance=氰化物&mass=500&elapsed=1", ["甲河闸", "峰值 mg/L"]),
    ("panel=spill&place=110.85,34.47&direction=upstream", ["上游来源", "丙厂"]),
    ("panel=list&kind=tailings_pond&sortby=-name&like=尾矿&district=411203", ["乙尾矿库"]),
    ("panel=ledger&overdue=true", ["预案未修订"]), ("panel=ledger&by=district", ["合计"]),
    ("panel=ledger&view=due&window=15", ["报送情况"]), ("panel=findings&severity=note", ["提示"]),
    ("panel=rivers", ["甲河", "水环境Q之和", "按最高的登记等级着色"]), ("panel=rivers&subject=parks", ["登记库中还没有化工园区"]),
    ("panel=river&river=JH&within=2000", ["甲河", "一策"]), ("panel=search&words=甲河", ["甲河闸"]),
  ]

  @Test func `an address reproduces its view`() throws {
    let world = try EditingWorld(withRiver: true)
    let view = """
      (() => ({ state: stateText(Object.fromEntries(Object.entries(readState()).sort())), isThere: isWhereSaid(),
        shown: [...hetu.shown].sort().join(), drawn: hetu.view.drawn.getLayers().length,
        chosen: [...document.querySelectorAll('#panel select, #panel input:not([type=checkbox])')].map((field) => field.id + '=' + field.value).join(),
        sign: document.getElementById('filter').textContent, text: document.getElementById('panel').innerText }))()
      """
    var steps = MapPage.login
    for (index, shown) in Self.views.enumerated() {
      steps += [["open", "\(world.service.base)/map#\(shown.state)"]] + MapPage.settled
      steps +=
        [["ask", "first\(index)", view], ["ask", "address", "location.href"]] + MapPage.picture("view-\(index)")
      // The address as it is by now, in another window.
      steps += [["again", "address"]] + MapPage.settled + [["ask", "second\(index)", view]]
    }
    let answers = try MapPage.drive(world, steps)
    for (index, shown) in Self.views.enumerated() {
      let (first, second) = (answers["first\(index)"] as? NSDictionary, answers["second\(index)"] as? NSDictionary)
      #expect(first != nil, "\(shown.state)")
      for key in (first?.allKeys as? [String] ?? []).sorted() {
        let (one, other) = (first?[key] as? NSObject, second?[key] as? NSObject)
        #expect(one == other, "\(key) of \(shown.state)")
      }
      let text = "\(first?["text"] as? String ?? "") \(first?["sign"] as? String ?? "")"
      for word in shown.words { #expect(text.contains(word), "\(shown.state): \(text.prefix(600))") }
    }
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `a link that somebody opens without being logged in leads to its view behind the login`() throws {
    let world = try EditingWorld(withRiver: true)
    let answers = try MapPage.drive(
      world, MapPage.login + MapPage.settled + MapPage.read("panel"), from: "/map#panel=card&ref=tailings_pond/A1")
    #expect((answers["panel"] as? String)?.contains("甲尾矿库") == true)
  }

  @Test func `a river's page shows its map sheet and strip map, and has all products`() throws {
    let world = try EditingWorld(withRiver: true)
    let steps =
      MapPage.login + [["click", "#tabs [data-panel=rivers]"]] + MapPage.settled + [["click", Self.firstRow]]
      + MapPage.settled + [
        ["ask", "", "document.querySelectorAll('figure img').forEach((image) => { image.loading = 'eager'; })"],
        [
          "until",
          "document.querySelectorAll('figure img').length >= 2 && [...document.querySelectorAll('figure img')].every((image) => image.complete && image.naturalWidth > 100)",
        ],
        ["ask", "files", "[...document.querySelectorAll('.products a')].map((a) => a.dataset.file)"],
        [
          "ask", "statuses",
          "Promise.all([...document.querySelectorAll('.products a')].map((a) => fetch(a.href).then((r) => r.status + ' ' + a.dataset.file)))",
        ],
        ["download", "[data-file='data.kml']", world.workspace.file("river.kml").path],
      ] + MapPage.picture("river")
    let answers = try MapPage.drive(world, steps)
    let files = answers["files"] as? [String] ?? []
    #expect(try world.workspace.text("river.kml").contains("<kml"))
    #expect(Set(["响应方案.html", "直线示意图.svg", "卡片.pdf", "地图.html", "data.kml", "plan.json"]).isSubset(of: files))
    for status in answers["statuses"] as? [String] ?? ["none"] { #expect(status.hasPrefix("200 "), "\(status)") }
    #expect(MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `the offline viewer runs its script when it is served, and is made anew when a record changes`() throws {
    let world = try EditingWorld(withRiver: true)
    let viewer = "/rivers/JH/%E5%9C%B0%E5%9B%BE.html"
    let answers = try MapPage.drive(
      world,
      MapPage.login + [
        ["open", world.service.base + viewer], ["until", "document.querySelectorAll('#found li').length > 3"],
        ["ask", "text", "document.body.innerText"],
      ])
    #expect((answers["text"] as? String)?.contains("甲河闸") == true)
    #expect(try world.patch("F-1", #"{"name":"新名闸"}"#, in: "emergency_facility").status == 200)
    let made = try world.service.get(viewer, headers: world.headers("reader")).text
    #expect(made.contains("新名闸") && !made.contains("甲河闸"))
  }

  @Test func `with a key 天地图 is the base map, with its approval, and nobody else is asked`() throws {
    let key = "0123456789abcdef0123456789abcdef"
    let world = try EditingWorld(
      withRiver: true, "--tianditu-key", key, "--tianditu-approval", "GS（示意）1号")
    let page = try world.service.get("/map", headers: world.headers("reader"))
    let policy = page.headers["content-security-policy"] ?? ""
    #expect(policy.contains("img-src 'self' https://t0.tianditu.gov.cn") && policy.contains("default-src 'none'"))
    #expect(!(try world.service.get("/login").headers["content-security-policy"] ?? "").contains("tianditu"))
    let answers = try MapPage.drive(
      world,
      MapPage.login + MapPage.settled + [
        ["ask", "sign", "document.querySelector('.leaflet-control-attribution').textContent"],
        ["until", "document.querySelectorAll('img.leaflet-tile').length > 0"],
        // Here there is no network: that nothing came is said.
        ["until", "document.getElementById('lost').textContent.includes('天地图未取到')"],
      ] + MapPage.choose("base", "none") + [
        ["ask", "hidden", "document.querySelector('.leaflet-control-attribution').hidden"],
        ["ask", "lost", "document.getElementById('lost').textContent"],
      ])
    #expect(answers["lost"] as? String == "")
    #expect(!(answers["errors"] as? [String] ?? []).contains { $0.contains("Content Security Policy") })
    #expect((answers["sign"] as? String)?.contains("GS（示意）1号") == true && answers["hidden"] as? Bool == true)
    let others = (answers["requests"] as? [String] ?? []).filter { !$0.hasPrefix(world.service.base + "/") }
    #expect(!others.isEmpty && others.allSatisfy { $0.contains(".tianditu.gov.cn/") && $0.contains("tk=\(key)") })
    let without = try world.workspace.hetu("serve", "--port", "0", "--tianditu-key", key)
    #expect(without.status == 2 && without.errors.contains("tianditu_approval"))
  }

  @Test func `all reaches of the rivers are drawn, however many pages they come in`() throws {
    let world = try EditingWorld(withRiver: true)
    let reaches = "hetu.view.drawn.getLayers().flatMap((layer) => layer.getLayers ? layer.getLayers() : [])"
    let answers = try MapPage.drive(
      world,
      MapPage.login + MapPage.settled + [["ask", "", "hetu.pageSize = 1"]] + MapPage.go("panel: 'rivers'") + [
        ["ask", "rivers", "\(reaches).map((reach) => reach.feature.properties.code).sort()"]
      ] + MapPage.go("panel: 'river', river: 'JH'") + [
        ["ask", "river", "\(reaches).map((reach) => reach.feature.properties.code).sort()"]
      ])
    #expect(answers["rivers"] as? [String] == ["R-1", "R-2"] && answers["river"] as? [String] == ["R-1", "R-2"])
    #expect((answers["requests"] as? [String] ?? []).contains { $0.contains("river_reach") && $0.contains("after=") })
  }

  @Test func `the public is told that it sees a public version, and odd addresses break nothing`() throws {
    let world = try EditingWorld(withRiver: true, "--anonymous", "public")
    let odd = [
      "panel=constructor", "panel=card&ref=nothing", "panel=list&kind=../account",
      "at=x&zoom=y&panel=near&place=%3Cb%3E",
    ]
    var steps =
      MapPage.settled + [
        ["ask", "note", "document.getElementById('note').textContent"],
        [
          "ask", "tabs",
          "[...document.querySelectorAll('#tabs button')].filter((b) => !b.hidden).map((b) => b.textContent).join()",
        ],
      ] + MapPage.go("panel: 'card', ref: 'tailings_pond/A1'") + MapPage.read("card")
    for (index, state) in odd.enumerated() {
      steps += [["open", "\(world.service.base)/map#\(state)"]] + MapPage.settled + MapPage.read("odd\(index)")
    }
    let answers = try MapPage.drive(world, steps + [["ask", "markup", "document.querySelectorAll('#panel b').length"]])
    #expect((answers["note"] as? String)?.contains("公开版") == true)
    #expect(answers["tabs"] as? String == "图层,附近,事故推演,河流,清单")
    #expect((answers["card"] as? String)?.contains("甲尾矿库") == true)
    #expect((answers["card"] as? String)?.contains("13900000001") == false)
    #expect((answers["odd0"] as? String)?.contains("图层") == true)
    for index in 1..<odd.count {
      #expect((answers["odd\(index)"] as? String)?.contains(/没有|有误/) == true, "\(answers["odd\(index)"] ?? "")")
    }
    #expect(answers["markup"] as? Int == 0 && MapPage.errors(answers).isEmpty, "\(MapPage.errors(answers))")
  }

  @Test func `every view prints, with the map above and without controls`() throws {
    let world = try EditingWorld(withRiver: true)
    let file = world.workspace.file("near.pdf").path
    _ = try MapPage.drive(
      world, MapPage.login + MapPage.go("panel: 'near', place: '110.9,34.5', within: '5000'") + [["print", file]])
    let text = try Program.run(
      URL(fileURLWithPath: "/usr/bin/pdftotext"), ["-layout", file, "-"], in: world.workspace.folder
    ).output
    #expect(text.contains("甲尾矿库") && text.contains("打印时间") && !text.contains("在地图上选点"))
  }
}
