import Foundation
import Testing

/// Records written over HTTP (OGC API Features, Part 4).
@Suite(.serialized) struct `Editing over HTTP` {
  @Test func `a record is created, corrected, replaced and taken out, and the history says by whom and why`() throws {
    let world = try EditingWorld()
    let service = world.service
    let made = try service.send(
      "POST", EditingWorld.items + "?reason=%E6%96%B0%E5%BB%BA",
      EditingWorld.pond(#"{"name":"丁尾矿库","district":"411202"}"#),
      headers: world.headers("branch"))
    #expect(made.status == 201 && made.properties["name"] as? String == "丁尾矿库")
    let place = try #require(made.headers["location"])
    let code = try #require(made.properties["code"] as? String)
    let read = try service.get(place, headers: world.headers("reader"))
    #expect(read.headers["etag"] == made.headers["etag"] && read.properties["source"] as? String == "网上填报")
    #expect(
      try service.get(place, headers: world.headers("reader", ["If-None-Match": read.headers["etag"] ?? ""])).status
        == 304)

    let patched = try world.patch(
      code, #"{"risk_grade":"较大","remark":"核实"}"#, as: "branch", query: "?reason=%E6%A0%B8%E5%AE%9E")
    #expect(patched.status == 200 && patched.properties["risk_grade"] as? String == "较大")
    #expect(patched.headers["etag"] != made.headers["etag"])
    #expect((patched.json["geometry"] as? [String: Any])?["coordinates"] as? [Double] == [110.8, 34.45])

    let replaced = try service.send(
      "PUT", EditingWorld.items + "/\(code)",
      EditingWorld.pond(#"{"name":"丁库","district":"411202"}"#, at: "[110.81,34.46]"),
      headers: world.headers("city", ["If-Match": patched.headers["etag"] ?? ""]))
    #expect(replaced.status == 200 && replaced.properties["risk_grade"] is NSNull)
    #expect(
      replaced.properties["code"] as? String == code
        && replaced.properties["id"] as? String == made.properties["id"] as? String)

    let deleted = try service.send(
      "DELETE", EditingWorld.items + "/\(code)",
      headers: world.headers("city", ["If-Match": replaced.headers["etag"] ?? ""]))
    #expect(deleted.status == 204 && deleted.text.isEmpty)
    #expect(try service.get(place, headers: world.headers("city")).status == 404)

    let history = try world.workspace.hetu("history", "--format", "json").output
    for word in ["网上新增：新建", "网上修改：核实", "网上删除", #""branch""#, #""city""#] { #expect(history.contains(word), "\(word)") }
    let line = try #require(service.logText.split(separator: "\n").first { $0.contains(#""message":"write""#) })
    for word in [#""actor":"branch""#, #""method":"POST""#, #""record":"tailings_pond/\#(code)""#] {
      #expect(line.contains(word))
    }
  }

  @Test func `all faults are told by property, in the words of the import, and nothing is written`() throws {
    let world = try EditingWorld()
    let state = try world.workspace.state()
    let answer = try world.service.send(
      "POST", EditingWorld.items,
      EditingWorld.pond(
        #"{"risk_grade":"特大","phone":"139****0001","dam_height_m":-5,"built_in":"不知道","district":"没有的县","nothing":1,"pollutants":{"a":1}}"#,
        at: "[34.5,110.9]"), headers: world.headers("city"))
    #expect(answer.status == 422, "\(answer.text)")
    let faults = answer.faults
    #expect(faults["risk_grade"]?.contains("不在") == true)
    #expect(faults["phone"]?.contains("已被隐去") == true && faults["dam_height_m"]?.contains("小于允许的最小值") == true)
    #expect(faults["name"]?.contains("缺少") == true && faults["district"]?.contains("没有名为") == true)
    #expect(faults["nothing"]?.contains("没有属性") == true && faults["geometry"]?.contains("经度和纬度写反了") == true)
    try world.workspace.write("bad.csv", "编号,尾矿库名称,风险等级,坝高（m）\nX,丁,特大,-5\n")
    let imported = try world.workspace.hetu("import", "--kind", "tailings_pond", "bad.csv")
    #expect(imported.errors.contains(faults["risk_grade"] ?? "?"))
    #expect(try world.workspace.state() == state)
  }

  @Test func `what is wrong with one record is not told as of a row of a file`() throws {
    let world = try EditingWorld()
    let bodies = [
      EditingWorld.pond(#"{"district":"411202"}"#), EditingWorld.pond(#"{"name":"丁","code":"A1"}"#),
      EditingWorld.pond(#"{"name":"甲尾矿库","district":"411202"}"#, at: "[110.9,34.5]"),
      EditingWorld.pond(#"{"name":"丁"}"#, at: "[34.5,110.9]"), EditingWorld.pond(#"{"name":"丁"}"#, at: "[0,0]"),
    ]
    for body in bodies {
      let answer = try world.service.send("POST", EditingWorld.items, body, headers: world.headers("city"))
      #expect([409, 422].contains(answer.status) && !answer.faults.isEmpty, "\(answer.text)")
      for word in ["未导入", "本行", "再导入", "--"] { #expect(!answer.text.contains(word), "\(answer.text)") }
    }
  }

  @Test func `a PATCH without a tag is taken where that was chosen, and nothing else is`() throws {
    let world = try EditingWorld()
    try world.workspace.write("hetu.toml", "blind_patches = true\n")
    let service = try ServedRegistry(world.workspace, "--config", "hetu.toml")
    func send(_ method: String, _ body: String?) throws -> ServedRegistry.Answer {
      let media = method == "PATCH" ? "application/merge-patch+json" : "application/geo+json"
      return try service.send(
        method, EditingWorld.items + "/A1", body, headers: world.headers("city", ["Content-Type": media]))
    }
    // As QGIS sends a change of an attribute, then one of the place.
    let changed = try send("PATCH", #"{"properties":{"risk_grade":"较大"}}"#)
    #expect(changed.status == 200 && changed.properties["risk_grade"] as? String == "较大")
    let moved = try send("PATCH", #"{"geometry":{"type":"Point","coordinates":[110.91,34.51]}}"#)
    #expect(moved.status == 200 && moved.properties["risk_grade"] as? String == "较大")
    #expect(try send("PUT", EditingWorld.pond(#"{"name":"丁"}"#)).status == 428)
    #expect(try send("DELETE", nil).status == 428)
    // A tag that is sent counts, whatever was chosen.
    let old = try service.send(
      "PATCH", EditingWorld.items + "/A1", #"{"properties":{"risk_grade":"一般"}}"#,
      headers: world.headers(
        "city", ["Content-Type": "application/merge-patch+json", "If-Match": "\"old-geojson-CRS84\""]))
    #expect(old.status == 412)
  }

  private static let refused: [(body: String, type: String, status: Int)] = [
    ("{", "application/geo+json", 400), ("[]", "application/geo+json", 400),
    (#"{"type":"FeatureCollection"}"#, "application/geo+json", 400),
    (#"{"type":"Feature","properties":[]}"#, "application/geo+json", 400),
    (
      #"{"type":"Feature","properties":{"name":"丁"},"geometry":{"type":"Point","coordinates":["a",1]}}"#,
      "application/geo+json", 422
    ),
    (
      #"{"type":"Feature","properties":{"name":"丁"},"geometry":{"type":"Point","coordinates":[true,false]}}"#,
      "application/geo+json", 422
    ),
    (
      #"{"type":"Feature","properties":{"name":"丁"},"geometry":{"type":"Polygon","coordinates":[[[110,34],[111,34]]]}}"#,
      "application/geo+json", 422
    ),
    (EditingWorld.pond(#"{"name":"丁"}"#), "text/plain", 415),
    (EditingWorld.pond(#"{"name":"丁"}"#), "application/x-www-form-urlencoded", 415),
    (String(repeating: "[", count: 100_000), "application/geo+json", 400),
    (EditingWorld.pond(#"{"name":"丁","audience":"公开版"}"#), "application/geo+json", 422),
    (EditingWorld.pond(#"{"name":"丁","id":"00000000-0000-0000-0000-000000000000"}"#), "application/geo+json", 422),
    (EditingWorld.pond(#"{"name":"丁","code":"A1"}"#), "application/geo+json", 409),
    (EditingWorld.pond(#"{"name":"甲尾矿库","district":"411202"}"#, at: "[110.9,34.5]"), "application/geo+json", 409),
  ]

  @Test func `the description offers writing to who may write, as Allow does`() throws {
    let world = try EditingWorld()
    for (name, mayWrite) in [("public", false), ("reader", false), ("branch", true), ("admin", true)] {
      let paths = try world.service.get("/api", headers: world.headers(name)).json["paths"] as? [String: [String: Any]]
      #expect((paths?["/collections/{collection}/items"]?["post"] != nil) == mayWrite, "\(name)")
      let item = paths?["/collections/{collection}/items/{feature}"] ?? [:]
      #expect(item["get"] != nil && ["put", "patch", "delete"].allSatisfy { (item[$0] != nil) == mayWrite }, "\(name)")
    }
  }

  @Test func `what is no record, or one that is there, is refused`() throws {
    let world = try EditingWorld()
    for (body, type, status) in Self.refused {
      let answer = try world.service.send(
        "POST", EditingWorld.items, body, headers: world.headers("city", ["Content-Type": type]))
      #expect(answer.status == status, "\(body.prefix(100)) \(answer.text)")
      #expect(answer.headers["content-type"] == "application/problem+json")
    }
    try world.workspace.write(
      "big.json", EditingWorld.pond(#"{"name":"\#(String(repeating: "丁", count: 1_000_000))"}"#))
    #expect(
      try world.service.send("POST", EditingWorld.items, "@big.json", headers: world.headers("city")).status == 413)
    #expect(try world.patch("A2", #"{"code":"A1"}"#).faults["code"]?.contains("已经在登记库中") == true)
    #expect(try world.workspace.count("tailings_pond") == 2)
  }

  @Test func `a change to what somebody else changed meanwhile is refused with both versions`() throws {
    let world = try EditingWorld()
    let old = try world.tag("A1")
    #expect(try world.patch("A1", #"{"remark":"他人"}"#, tag: old).status == 200)
    let late = try world.patch("A1", #"{"remark":"我"}"#, tag: old)
    #expect(late.status == 412)
    let (yours, stored) = (late.json["yours"] as? [String: Any], late.json["stored"] as? [String: Any])
    #expect((yours?["properties"] as? [String: Any])?["remark"] as? String == "我")
    #expect((stored?["properties"] as? [String: Any])?["remark"] as? String == "他人")
    #expect(try world.patch("A1", #"{"remark":"我"}"#, tag: late.headers["etag"]).status == 200)
    #expect(try world.patch("A1", #"{"remark":"x"}"#, tag: #"W/"\#(old.dropFirst())"#).status == 412)
    #expect(try world.patch("A1", #"{"remark":"x"}"#, tag: "*").status == 200)
    let silent = try world.service.send("DELETE", EditingWorld.items + "/A1", headers: world.headers("city"))
    #expect(silent.status == 428)
  }

  @Test func `a branch editor takes no record out of the district or into it`() throws {
    let world = try EditingWorld()
    #expect(try world.patch("A1", #"{"district":"411203"}"#, as: "branch").status == 403)
    #expect(try world.patch("A1", #"{"district":null}"#, as: "branch").status == 403)
    #expect(try world.patch("A2", #"{"district":"411202"}"#, as: "branch").status == 403)
    #expect(try world.patch("A1", #"{"district":"411202101"}"#, as: "branch").status == 200)
    #expect(try world.patch("A2", #"{"district":"411202"}"#, as: "city").status == 200)
  }

  @Test func `states of the ledger are left to its steps`() throws {
    let world = try EditingWorld()
    let refused = try world.patch("P1", #"{"ledger_state":"已销账"}"#, in: "problem")
    #expect(refused.status == 422 && refused.faults["ledger_state"]?.contains("hetu ledger move") == true)
    #expect(try world.patch("P1", #"{"ledger_state":"挂账","progress":"已修订"}"#, in: "problem").status == 200)
    let made = try world.service.send(
      "POST", "/collections/problem/items",
      #"{"type":"Feature","geometry":null,"properties":{"name":"新","ledger_state":"已销账"}}"#,
      headers: world.headers("city"))
    #expect(made.status == 422)
  }

  @Test func `positions are taken in the system that Content-Crs names`() throws {
    let world = try EditingWorld()
    for (crs, position) in [
      ("http://www.opengis.net/def/crs/EPSG/0/4490", "[34.45,110.8]"),
      ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "[110.8,34.45]"),
      ("http://www.opengis.net/def/crs/EPSG/0/4546", "[3813655.17,481620.97]"),
    ] {
      let answer = try world.service.send(
        "PUT", EditingWorld.items + "/A1", EditingWorld.pond(#"{"name":"甲尾矿库","district":"411202"}"#, at: position),
        headers: world.headers("city", ["If-Match": try world.tag("A1"), "Content-Crs": "<\(crs)>"]))
      #expect(answer.status == 200, "\(answer.text)")
      let found = (answer.json["geometry"] as? [String: Any])?["coordinates"] as? [Double] ?? []
      #expect(found.count == 2 && abs(found[0] - 110.8) < 0.001 && abs(found[1] - 34.45) < 0.001, "\(crs) \(found)")
    }
  }

  @Test func `what says the same changes nothing`() throws {
    let world = try EditingWorld()
    try world.workspace.write("offset.csv", "编号,尾矿库名称,行政区划代码,经度,纬度\nA3,丙尾矿库,411202,110°54′30″,34.5\n")
    let imported = try world.workspace.hetu("import", "--kind", "tailings_pond", "--crs", "gcj02", "offset.csv")
    #expect(imported.status == 0 || imported.status == 1, "\(imported)")
    let entries = try world.workspace.sql("SELECT count(*) FROM hetu_change")
    let same = try world.service.get(EditingWorld.items + "/A3", headers: world.headers("city"))
    #expect(same.properties["source_crs"] as? String == "gcj02" && same.properties["source_position"] is String)
    let answer = try world.service.send(
      "PUT", EditingWorld.items + "/A3", same.text,
      headers: world.headers("city", ["If-Match": same.headers["etag"] ?? ""]))
    #expect(answer.status == 200 && answer.headers["etag"] == same.headers["etag"], "\(answer.text)")
    #expect(try world.workspace.sql("SELECT count(*) FROM hetu_change") == entries)
  }

  @Test func `of several who change what they read at the same time one wins, and the others are told`() throws {
    let world = try EditingWorld()
    let count = 12
    let place = world.service.base + EditingWorld.items + "/A1"
    let fields = try world.headers(
      "city", ["If-Match": world.tag("A1"), "Content-Type": "application/merge-patch+json"])
    // Each request has a text of its own, so that none says what is there already.
    let requests = (0..<count).map { number in
      [
        "--url", place, "-o", "/dev/null", "-X", "PATCH", "-d", #"{"properties":{"remark":"\#(number)"}}"#, "-w",
        "%{http_code}\\n",
      ]
        + fields.flatMap { ["-H", "\($0.key): \($0.value)"] }
    }
    let outcome = try Program.run(
      URL(fileURLWithPath: "/usr/bin/curl"),
      ["-s", "-Z", "--parallel-immediate"] + Array(requests.joined(separator: ["--next", "-s"])),
      in: world.workspace.folder)
    let statuses = outcome.output.split(separator: "\n")
    #expect(statuses.count == count && statuses.filter { $0 == "200" }.count == 1, "\(outcome)")
    #expect(statuses.filter { $0 == "412" }.count == count - 1)
  }

  @Test func `while another program writes, a change is put off`() throws {
    let world = try EditingWorld()
    let tag = try world.tag("A1")
    let holder = Program.process(
      Program.python,
      [
        "-c",
        "import sqlite3, time\nbase = sqlite3.connect('r.gpkg', isolation_level=None)\nbase.execute('BEGIN IMMEDIATE')\nopen('held', 'w')\ntime.sleep(60)",
      ],
      in: world.workspace.folder)
    try holder.run()
    defer { holder.terminate() }
    for _ in 0..<100 where !FileManager.default.fileExists(atPath: world.workspace.file("held").path) {
      Thread.sleep(forTimeInterval: 0.05)
    }
    let answer = try world.patch("A1", #"{"remark":"x"}"#, tag: tag)
    #expect(answer.status == 503 && answer.headers["retry-after"] != nil, "\(answer.text)")
    #expect(try world.service.get(EditingWorld.items, headers: world.headers("city")).status == 200)
  }
}
