import Foundation
import Testing

@Suite(.serialized) struct `The service` {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(
      "ponds.csv",
      "编号,尾矿库名称,经度,纬度,风险等级,联系电话\n" + "A1,甲尾矿库,110.9,34.5,重大,13900000001\n"
        + "A2,乙尾矿库,110.7,34.4,一般,13900000002\n" + "A3,丙尾矿库,110.71,34.41,较大,13900000003\n")
    try workspace.write(
      "intake.geojson",
      Sample.feature(#"{"type":"Point","coordinates":[110.8123456,34.6123456]}"#, name: "示意水源地", code: "S1"))
    for arguments in [
      ["import", "--kind", "tailings_pond", "ponds.csv"],
      ["import", "--kind", "drinking_water_source", "intake.geojson"],
    ] {
      let outcome = try workspace.hetu(arguments)
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    return workspace
  }

  @Test func `it offers what clients of OGC API Features look for`() throws {
    let service = try ServedRegistry(workspace())
    let landing = try service.get("/")
    #expect(landing.headers["content-type"] == "application/json")
    for relation in ["self", "service-desc", "conformance", "data"] { #expect(landing.link(relation) != nil) }
    let classes = try service.get("/conformance").json["conformsTo"] as? [String] ?? []
    for ending in ["features-1/1.0/conf/core", "features-2/1.0/conf/crs", "cql2/1.0/conf/cql2-text"] {
      #expect(classes.contains { $0.hasSuffix(ending) })
    }
    let collections = try service.get("/collections").json["collections"] as? [[String: Any]] ?? []
    #expect(collections.count > 20)
    let one = try service.get("/collections/tailings_pond").json
    #expect(
      NSDictionary(dictionary: one)
        == NSDictionary(dictionary: collections.first { $0["id"] as? String == "tailings_pond" } ?? [:]))
    let api = try service.get("/api")
    #expect(api.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0")
    #expect((api.json["paths"] as? [String: Any])?["/collections/{collection}/items"] != nil)
    #expect(
      try service.get("/", headers: ["Accept": "text/html"]).headers["content-type"]?.hasPrefix("text/html") == true)
  }

  @Test func `pages, filters, order and boxes give what they say`() throws {
    let service = try ServedRegistry(workspace())
    let items = "/collections/tailings_pond/items"
    var page = try service.get(items, ["limit": "2", "sortby": "-name"])
    #expect(page.json["numberMatched"] as? Int == 3)
    var names = page.names
    while let next = page.link("next") {
      page = try service.get(next)
      names += page.names
    }
    #expect(names == names.sorted(by: >) && names.count == 3)
    #expect(try service.get(items, ["filter": "risk_grade = '重大'"]).names == ["甲尾矿库"])
    #expect(try service.get(items, ["risk_grade": "较大"]).names == ["丙尾矿库"])
    let json = #"{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[110.8,34,111,35]}]}"#
    #expect(try service.get(items, ["filter": json]).names == ["甲尾矿库"])
    #expect(try service.get(items, ["bbox": "110.6,34.3,110.705,34.5"]).names == ["乙尾矿库"])
    #expect(try service.get(items, ["limit": "99999"]).status == 200)
    let csv = try service.get(items, ["f": "csv"])
    #expect(csv.text.contains("尾矿库名称") && csv.text.contains("丙尾矿库"))
  }

  @Test func `positions come in the system and the order of axes asked for`() throws {
    let service = try ServedRegistry(workspace())
    let crs = "http://www.opengis.net/def/crs/EPSG/0/4490"
    let answer = try service.get("/collections/tailings_pond/items/A1", ["crs": crs])
    #expect(answer.headers["content-crs"] == "<\(crs)>")
    let geometry = answer.json["geometry"] as? [String: Any]
    #expect(geometry?["coordinates"] as? [Double] == [34.5, 110.9])
    let plane = try service.get(
      "/collections/tailings_pond/items/A1", ["crs": "http://www.opengis.net/def/crs/EPSG/0/4546"])
    let numbers = (plane.json["geometry"] as? [String: Any])?["coordinates"] as? [Double] ?? []
    #expect(
      numbers.count == 2 && (3_800_000..<3_840_000).contains(numbers[0]) && (480_000..<500_000).contains(numbers[1]))
    #expect(
      try service.get(
        "/collections/tailings_pond/items",
        ["bbox": "34.45,110.8,34.55,111", "bbox-crs": crs]
      ).names == ["甲尾矿库"])
  }

  @Test func `a question is answered as the command answers it`() throws {
    let workspace = try workspace()
    let service = try ServedRegistry(workspace)
    let command = try workspace.hetu("near", "--at", "110.7,34.4", "--within", "5km", "--format", "json")
    let answer = try service.get("/questions/near", ["at": "110.7,34.4", "within": "5000"])
    #expect(answer.text == command.output)
    let nearest = try service.get("/questions/near", ["at": "110.7,34.4", "within": "50000", "limit": "1"])
    let all = try service.get("/questions/near", ["at": "110.7,34.4", "within": "50000", "f": "csv"])
    let count = all.text.split(separator: "\n").count - 1
    #expect(count > 1 && nearest.text.contains("范围内共\(count)条记录，此处只列出最近的1条"), "\(nearest.text)")
    // The connection ends with the answer, and clients are told so.
    #expect(answer.headers["connection"] == "close")
    #expect(try service.get("/collections").headers["connection"] == nil)
  }

  private static let refused: [(path: String, parameters: [String: String], status: Int)] = [
    ("/collections/tailings_pond/items?" + String(repeating: "f=json&", count: 200) + "code=A1", [:], 400),
    ("/collections/tailings_pond/items?code=A1&code=A2", [:], 400),
    ("/collections/tailings_pond/items?f=json&f=html", [:], 400),
    ("/collections/nothing", [:], 404), ("/collections/tailings_pond/items/none", [:], 404), ("/nothing", [:], 404),
    ("/collections/tailings_pond/items", ["unknown": "1"], 400),
    ("/collections/tailings_pond/items", ["limit": "0"], 400),
    ("/collections/tailings_pond/items", ["limit": "x"], 400),
    ("/collections/tailings_pond/items", ["bbox": "1,2,3"], 400),
    ("/collections/tailings_pond/items", ["bbox": "nan,1,2,3"], 400),
    ("/collections/tailings_pond/items", ["filter": "name = '"], 400),
    ("/collections/tailings_pond/items", ["filter": "\"name'; DROP TABLE tailings_pond --\" = 1"], 400),
    ("/collections/tailings_pond/items", ["filter": "load_extension('x') = 1"], 400),
    ("/collections/tailings_pond/items", ["filter": String(repeating: "(", count: 20_000)], 400),
    ("/collections/tailings_pond/items", ["sortby": "fid; DROP TABLE x"], 400),
    ("/collections/tailings_pond/items", ["after": "Li4u"], 400),
    ("/collections/tailings_pond/items", ["crs": "http://example.org/1"], 400),
    ("/collections/tailings_pond/items", ["datetime": "yesterday"], 400),
    ("/collections/tailings_pond/items", ["f": "exe"], 400),
    ("/collections/..%2f..%2fetc", [:], 404), ("/static/leaflet/..%2f..%2fpasswd", [:], 404),
    ("/questions/near", ["at": "999,1", "within": "5"], 400), ("/questions/near", ["at": "110,34"], 400),
    ("/questions/near", ["at": "110,34", "within": "1e12"], 400),
    ("/questions/near", ["at": "110,34", "within": "0"], 400),
    ("/questions/trace", ["from": "110.7,34.4", "speed": "0"], 400), ("/questions/check", ["on": "2021-13-01"], 400),
    ("/collections/tailings_pond/items", ["bbox": "1,2,3,4,5"], 400),
    ("/collections/tailings_pond/items", ["filter-crs": ""], 400), ("/rivers/x/plan.json", ["f": "html"], 400),
    ("/questions/trace", ["from": "甲河 K1"], 404),
  ]

  @Test func `what is off is refused with one sentence`() throws {
    let service = try ServedRegistry(workspace())
    for (path, parameters, status) in Self.refused {
      let answer = try service.get(path, parameters)
      #expect(answer.status == status, "\(path) \(parameters) \(answer.text)")
      #expect(answer.headers["content-type"] == "application/problem+json")
      let detail = answer.json["detail"] as? String ?? ""
      #expect(!detail.isEmpty && !detail.contains("/tmp") && !detail.contains("SELECT"))
    }
    #expect(try service.get("/health").status == 200)
  }

  @Test func `a greater limit than is given is taken for the greatest, any other number out of its range is refused`()
    throws
  {
    let service = try ServedRegistry(workspace())
    for limit in ["10001", "1" + String(repeating: "0", count: 40)] {
      #expect(try service.get("/collections/tailings_pond/items", ["limit": limit]).names.count == 3)
    }
    for (path, parameters) in [
      ("/collections/tailings_pond/items", ["limit": "0"]), ("/questions/due", ["window": "3661"]),
      ("/collections/tailings_pond/items", ["limit": ""]), ("/collections/tailings_pond/items", ["asOf": ""]),
      ("/questions/stop", ["from": "110.7,34.4", "elapsed": "-1"]),
      ("/questions/trace", ["from": "110.7,34.4", "substance": "苯", "mass": "1", "duration": "5e-324"]),
      ("/questions/near", ["at": "110.7,34.4", "within": "1", "kind": ""]),
      ("/questions/corridor", ["within": "20001"]),
      ("/tiles/WebMercatorQuad/0/0/0", ["collections": ""]), ("/questions/ledger", ["state": "没有的状态"]),
    ] {
      let answer = try service.get(path, parameters)
      #expect(answer.status == 400, "\(path) \(parameters) \(answer.text)")
    }
  }

  @Test func `a table that is a part of the list says so in its name`() throws {
    let service = try ServedRegistry(workspace())
    let items = "/collections/tailings_pond/items"
    func name(_ parameters: [String: String]) throws -> String {
      try (service.get(items, parameters).headers["content-disposition"] ?? "").removingPercentEncoding ?? ""
    }
    #expect(try name(["f": "csv", "limit": "2"]).hasSuffix("清单（3条中的2条）.csv"))
    #expect(try name(["f": "csv", "limit": "1", "filter": "risk_grade <> '重大'"]).hasSuffix("清单（2条中的1条）.csv"))
    #expect(try name(["f": "xlsx"]).hasSuffix("清单.xlsx"))
    let then = ["asOf": "2100-01-01", "district": "411202", "filter": "name LIKE '%'", "count": "true"]
    #expect(try service.get(items, then).json["numberMatched"] as? Int == 0)
    let whole = ["filter": "risk_grade <> '重大'", "limit": "1"]
    #expect(try service.get(items, whole).json["numberMatched"] == nil)
    #expect(try service.get(items, whole.merging(["count": "true"]) { $1 }).json["numberMatched"] as? Int == 2)
  }

  @Test func `an address that asks too often is told when to come again, and is answered then`() throws {
    let workspace = try workspace()
    try workspace.write("hetu.toml", "requests_per_second = 1\n")
    let service = try ServedRegistry(workspace, "--config", "hetu.toml")
    var refused: ServedRegistry.Answer?
    for _ in 0..<50 where refused == nil {
      let answer = try service.get("/collections/tailings_pond")
      if answer.status != 200 { refused = answer }
    }
    #expect(refused?.status == 429 && refused?.json["detail"] as? String != nil)
    let seconds = try #require(refused?.headers["retry-after"].flatMap { Double($0) })
    #expect(seconds > 0 && seconds < 10)
    Thread.sleep(forTimeInterval: seconds)
    #expect(try service.get("/collections/tailings_pond").status == 200)
    // Whether the service is well is asked by machines, as often as they like.
    for _ in 0..<5 { #expect(try service.get("/health").status == 200) }
  }

  @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
  func `a method that a resource does not take is told with those that it takes`(_ method: String) throws {
    let service = try ServedRegistry(workspace())
    for path in ["/", "/collections", "/collections/tailings_pond/queryables", "/questions/near"] {
      let answer = try service.send(method, path)
      #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD, OPTIONS", "\(path) \(answer.text)")
    }
    #expect(try service.send(method, "/nothing").status == 404)
  }

  @Test func `the description tells ranges, days, systems and products`() throws {
    let paths = try #require(
      try ServedRegistry(workspace()).get("/api").json["paths"] as? [String: [String: [String: Any]]])
    func schema(_ path: String, _ name: String) throws -> [String: Any] {
      let parameters = try #require(paths[path]?["get"]?["parameters"] as? [[String: Any]])
      return try #require(parameters.first { $0["name"] as? String == name }?["schema"] as? [String: Any])
    }
    let within = try schema("/questions/near", "within")
    #expect(within["exclusiveMinimum"] as? Bool == true && within["maximum"] as? Double == 100_000)
    #expect(try schema("/questions/check", "on")["format"] as? String == "date")
    #expect(
      try (schema("/collections/{collection}/items", "crs")["enum"] as? [String])?.contains { $0.hasSuffix("/4490") }
        == true)
    let kind = try schema("/questions/near", "kind")["items"] as? [String: Any]
    #expect((kind?["enum"] as? [String])?.contains("tailings_pond") == true)
    let tile = "/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}"
    #expect(try schema(tile, "tileMatrix")["maximum"] as? Int == 22)
    #expect((paths[tile]?["get"]?["responses"] as? [String: Any])?["204"] != nil)
    let box = try schema("/collections/{collection}/items", "bbox")
    #expect((box["oneOf"] as? [Any])?.count == 2 && box["type"] as? String == "array")
    let limit = try schema("/collections/{collection}/items", "limit")
    #expect(limit["minimum"] as? Int == 1 && limit["default"] as? Int == 1_000 && limit["maximum"] == nil)
    #expect(try schema("/collections/{collection}/items", "filter")["format"] as? String == "cql2")
    #expect(try schema("/collections/{collection}/items", "district")["minLength"] as? Int == 1)
    #expect(try (schema("/questions/ledger", "state")["enum"] as? [String])?.contains("整改中") == true)
    let product = try #require(paths["/rivers/{river}/{product}"]?["get"])
    #expect(try (schema("/rivers/{river}/{product}", "product")["enum"] as? [String])?.contains("plan.json") == true)
    let answers = try #require((product["responses"] as? [String: [String: Any]])?["200"]?["content"] as? [String: Any])
    #expect(answers.keys.contains("application/pdf") && answers.keys.contains("text/html; charset=utf-8"))
  }

  @Test func `grades and how they come about are the command's to the byte`() throws {
    let workspace = try workspace()
    let service = try ServedRegistry(workspace)
    for (path, parameters, arguments) in [
      ("explain", ["ref": "tailings_pond/A1"], ["explain", "tailings_pond/A1"]), ("grade", [:], ["grade"]),
      ("profile", ["subject": "parks"], ["profile", "parks"]),
    ] {
      let answer = try service.get("/questions/\(path)", parameters.merging(["on": "2026-11-25"]) { $1 })
      let command = try workspace.hetu(arguments + ["--on", "2026-11-25", "--format", "json"])
      #expect(answer.status == 200 && answer.text == command.output, "\(path)")
    }
    #expect(try service.get("/questions/explain").status == 400)
    #expect(try service.get("/questions/explain", ["ref": "tailings_pond/none"]).status == 404)
    #expect(try service.get("/questions/explain", ["ref": "tailings_pond/A1", "on": "昨天"]).status == 400)
  }

  @Test func `whole rows and records taken one by one make the same features`() throws {
    let service = try ServedRegistry(workspace())
    let items = "/collections/tailings_pond/items"
    let whole = try service.get(items)
    #expect(whole.names == ["甲尾矿库", "乙尾矿库", "丙尾矿库"])
    // In a sequence records are made first; in a collection rows are written as they stand.
    let sequence = try service.get(items, ["f": "geojsonseq"]).text.split(separator: "\u{1e}")
    #expect(whole.text.contains(sequence.map { $0.trimmingCharacters(in: .newlines) }.joined(separator: ",")))
    let first = try service.get(items, ["limit": "2", "sortby": "-name"])
    let next = try #require(first.link("next"))
    #expect(try first.names + service.get(next).names == whole.names.sorted(by: >))
    #expect(first.json["numberMatched"] as? Int == 3 && first.json["numberReturned"] as? Int == 2)
  }

  @Test func `the public sees no phones and no exact intakes, and can't find them out`() throws {
    let service = try ServedRegistry(workspace(), "--anonymous", "public")
    let ponds = try service.get("/collections/tailings_pond/items")
    #expect(ponds.names.count == 3 && !ponds.text.contains("1390000000"))
    let phone = try #require(
      ((try service.get("/collections/tailings_pond/schema").json["properties"]) as? [String: Any])?.keys
        .first { $0.contains("phone") })
    let queryables =
      try service.get("/collections/tailings_pond/queryables").json["properties"] as? [String: Any] ?? [:]
    #expect(queryables[phone] == nil && queryables["name"] != nil)
    for parameters in [["filter": "\(phone) LIKE '139%'"], [phone: "13900000001"], ["sortby": phone]] {
      #expect(try service.get("/collections/tailings_pond/items", parameters).status == 400)
    }
    let source = "/collections/drinking_water_source/items"
    let seen = try #require(
      (try service.get(source).features.first?["geometry"] as? [String: Any])?["coordinates"] as? [Double])
    #expect(seen == [110.82, 34.62])
    // Neither a box, nor a filter, nor an extent tells more than that.
    #expect(try service.get(source, ["bbox": "110.812,34.612,110.813,34.613"]).names.isEmpty)
    #expect(try service.get(source, ["bbox": "110.819,34.619,110.821,34.621"]).names == ["示意水源地"])
    #expect(try service.get(source, ["filter": "DWITHIN(geometry, POINT(110.8123456 34.6123456), 100)"]).names.isEmpty)
    #expect(!(try service.get("/collections/drinking_water_source").text.contains("110.8123")))
    #expect(!(try service.get(source, ["f": "csv"]).text.contains("110.8123")))
    #expect(try service.get("/questions/check").status == 403)
    #expect(try service.get("/metrics").status == 403)
  }

  @Test func `with accounts a token is wanted, and wrong ones lock out`() throws {
    let workspace = try workspace()
    let made = try workspace.hetu("token", "add", "值班员", "--role", "reader")
    #expect(made.status == 0)
    let token = made.output.trimmingCharacters(in: .newlines)
    #expect(try !workspace.text("r.accounts.json").contains(token.dropFirst(5)))
    let service = try ServedRegistry(workspace)
    let refused = try service.get("/collections")
    #expect(refused.status == 401 && refused.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
    #expect(try service.get("/collections", headers: ["Authorization": "Bearer \(token)"]).status == 200)
    #expect(try service.get("/metrics", headers: ["Authorization": "Bearer \(token)"]).status == 403)
    let login = try service.post("/login", "token=\(token)")
    let cookie = login.headers["set-cookie"] ?? ""
    #expect(
      login.status == 303 && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict")
        && !cookie.contains(token))
    let session = String(cookie.prefix { $0 != ";" })
    #expect(try service.get("/collections", headers: ["Cookie": session]).status == 200)
    #expect(try service.post("/logout", "", headers: ["Cookie": session]).status == 403)
    #expect(try service.get("/collections", headers: ["Cookie": session]).status == 200)
    _ = try service.post("/logout", "", headers: ["Cookie": session, "Origin": service.base])
    #expect(try service.get("/collections", headers: ["Cookie": session]).status == 401)
    for _ in 0..<10 { #expect(try service.get("/", headers: ["Authorization": "Bearer x"]).status == 401) }
    #expect(try service.get("/", headers: ["Authorization": "Bearer x"]).status == 429)
    #expect(try service.get("/", headers: ["Authorization": "Bearer \(token)"]).status == 200)
  }

  @Test func `a page that has its own name point to this machine reads nothing`() throws {
    let service = try ServedRegistry(workspace())
    #expect(try service.get("/collections").status == 200)
    #expect(try service.get("/collections", headers: ["Host": "evil.example"]).status == 403)
  }

  @Test func `beyond this machine it does not start without accounts`() throws {
    let workspace = try workspace()
    let outcome = try workspace.hetu("serve", "--host", "0.0.0.0", "--port", "0")
    #expect(outcome.status == 2 && outcome.errors.contains("wants accounts"))
    #expect(try workspace.hetu("serve", "--host", "0.0.0.0", "--anonymous", "internal").status == 2)
  }

  @Test func `told to end, it answers and leaves one file`() throws {
    let workspace = try workspace()
    let service = try ServedRegistry(workspace)
    #expect(try service.get("/health").json["status"] as? String == "ok")
    #expect(service.stop() == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: workspace.folder.path)
    #expect(!files.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
    #expect(try workspace.sql("PRAGMA journal_mode") == ["delete"])
  }

  @Test func `ogrinfo reads, filters and counts a collection`() throws {
    let service = try ServedRegistry(workspace())
    let outcome = try Program.run(
      URL(fileURLWithPath: "/usr/bin/ogrinfo"),
      ["-ro", "-al", "-spat", "110.8", "34", "111", "35", "OAPIF:\(service.base)", "tailings_pond"],
      in: service.workspace.folder)
    #expect(outcome.status == 0 && outcome.output.contains("甲尾矿库") && !outcome.output.contains("乙尾矿库"))
  }

  @Test func `a configuration file is read, and its faults are named`() throws {
    let workspace = try workspace()
    try workspace.write("hetu.toml", "anonymous = \"public\"\nrequests_per_second = 1000\n")
    let service = try ServedRegistry(workspace, "--config", "hetu.toml")
    #expect(try service.get("/questions/check").status == 403)
    try workspace.write("bad.toml", "prot = 1\n")
    let outcome = try workspace.hetu("serve", "--config", "bad.toml")
    #expect(outcome.status == 2 && outcome.errors.contains("no setting prot"))
  }
}
