import Foundation
import Testing

/// Every resource, attacked without an account and with the wrong role.
@Suite(.serialized) struct `Access to the service` {
  @Test func `nothing that the description lists answers without an account, and nothing is written by who only reads`()
    throws
  {
    let world = try EditingWorld()
    let service = world.service
    let paths = try #require(
      service.get("/api", headers: world.headers("admin")).json["paths"] as? [String: [String: Any]])
    #expect(paths.count > 20)
    for (path, operations) in paths {
      let place = path.replacing("{collection}", with: "tailings_pond").replacing("{feature}", with: "A1")
        .replacing(/\{[A-Za-z]+\}/, with: "x")
      for method in ["GET", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] {
        let body = ["GET", "OPTIONS"].contains(method) ? nil : EditingWorld.pond(#"{"name":"丁"}"#)
        #expect(try service.send(method, place, body).status == 401, "\(method) \(place) without an account")
        guard body != nil else { continue }
        let isOffered = operations[method.lowercased()] != nil
        for role in ["public", "reader"] {
          let answer = try service.send(method, place, body, headers: world.headers(role))
          #expect(answer.status == (isOffered ? 403 : 405), "\(method) \(place) as \(role)")
          #expect(answer.headers["allow"]?.contains(method) != true)
        }
      }
    }
    #expect(try world.workspace.count("tailings_pond") == 2)
  }

  private static let attacks: [(method: String, path: String, statuses: [String: Int])] = [
    (
      "GET", "/collections/tailings_pond/items/A1",
      ["public": 200, "reader": 200, "branch": 200, "city": 200, "admin": 200]
    ),
    ("GET", "/questions/check", ["public": 403, "reader": 200, "branch": 200, "city": 200, "admin": 200]),
    (
      "GET", "/questions/explain?ref=tailings_pond/A1",
      ["public": 403, "reader": 200, "branch": 200, "city": 200, "admin": 200]
    ),
    ("GET", "/questions/grade", ["public": 403, "reader": 200, "branch": 200, "city": 200, "admin": 200]),
    ("GET", "/questions/profile", ["public": 200, "reader": 200, "branch": 200, "city": 200, "admin": 200]),
    // Whether a source is there is not told to the public.
    (
      "GET", "/questions/zones?ref=drinking_water_source/none",
      ["public": 403, "reader": 404, "branch": 404, "city": 404, "admin": 404]
    ),
    ("GET", "/metrics", ["public": 403, "reader": 403, "branch": 403, "city": 403, "admin": 200]),
    // Whether a record is there is not told to who writes nothing.
    (
      "DELETE", "/collections/tailings_pond/items/none",
      ["public": 403, "reader": 403, "branch": 404, "city": 404, "admin": 404]
    ),
    (
      "PUT", "/collections/tailings_pond/items/none",
      ["public": 403, "reader": 403, "branch": 404, "city": 404, "admin": 404]
    ),
    (
      "DELETE", "/collections/tailings_pond/items/A2",
      ["public": 403, "reader": 403, "branch": 403, "city": 428, "admin": 428]
    ),
    (
      "PUT", "/collections/tailings_pond/items/A2",
      ["public": 403, "reader": 403, "branch": 403, "city": 428, "admin": 428]
    ),
    (
      "PATCH", "/collections/tailings_pond/items/A2",
      ["public": 403, "reader": 403, "branch": 403, "city": 428, "admin": 428]
    ),
    (
      "PATCH", "/collections/tailings_pond/items/A1",
      ["public": 403, "reader": 403, "branch": 428, "city": 428, "admin": 428]
    ),
    (
      "DELETE", "/collections/tailings_pond/items/A1",
      ["public": 403, "reader": 403, "branch": 428, "city": 428, "admin": 428]
    ),
    // A record without a district is nobody's branch.
    ("POST", "/collections/tailings_pond/items", ["public": 403, "reader": 403, "branch": 403]),
    ("POST", "/collections/river/items", ["public": 403, "reader": 403, "branch": 403]),
    ("POST", "/collections/none/items", ["public": 403, "reader": 403, "branch": 404, "city": 404, "admin": 404]),
    ("POST", "/questions/near", ["public": 405, "reader": 405, "branch": 405, "city": 405, "admin": 405]),
    ("DELETE", "/collections/tailings_pond", ["public": 405, "city": 405, "admin": 405]),
  ]

  @Test func `each role may do what is its own, and no more`() throws {
    let world = try EditingWorld()
    for (method, path, statuses) in Self.attacks {
      for (role, status) in statuses {
        let answer = try world.service.send(
          method, path, method == "GET" ? nil : EditingWorld.pond(#"{"name":"丁"}"#), headers: world.headers(role))
        #expect(answer.status == status, "\(method) \(path) as \(role): \(answer.text.prefix(300))")
      }
    }
    #expect(try world.workspace.count("tailings_pond") == 2)
  }

  @Test func `who may write is told by Allow`() throws {
    let world = try EditingWorld()
    func allowed(_ path: String, _ role: String) throws -> String? {
      try world.service.send("OPTIONS", path, headers: world.headers(role)).headers["allow"]
    }
    #expect(try allowed(EditingWorld.items, "city") == "GET, POST, HEAD, OPTIONS")
    #expect(try allowed(EditingWorld.items + "/A1", "branch") == "GET, PUT, PATCH, DELETE, HEAD, OPTIONS")
    #expect(try allowed(EditingWorld.items, "reader") == "GET, HEAD, OPTIONS")
  }

  @Test func `on a machine without accounts nobody writes`() throws {
    let workspace = try Workspace()
    let service = try ServedRegistry(workspace)
    #expect(try service.get("/collections").status == 200)
    #expect(try service.send("POST", EditingWorld.items, EditingWorld.pond(#"{"name":"丁"}"#)).status == 401)
  }

  @Test
  func `a user logs in by password, writes from the service's own pages only, and is out when the password changes`()
    throws
  {
    let world = try EditingWorld()
    let service = world.service
    let form = "name=%E6%B9%96%E6%BB%A8%E5%88%86%E5%B1%80&password=correct+horse+%E7%94%B5%E6%B1%A0"
    #expect(try service.post("/login", "name=%E6%B9%96&password=correct+horse").status == 401)
    #expect(try service.post("/login", form, headers: ["Origin": "http://evil.example"]).status == 403)
    let login = try service.post("/login", form, headers: ["Origin": service.base])
    let cookie = login.headers["set-cookie"] ?? ""
    #expect(login.status == 303 && cookie.contains("HttpOnly; SameSite=Strict"))
    let session = String(cookie.prefix { $0 != ";" })
    let account = try service.get("/account", headers: ["Cookie": session])
    #expect(account.json["role"] as? String == "branch_editor" && account.json["districts"] as? [String] == ["411202"])
    func write(_ headers: [String: String]) throws -> Int {
      try service.send(
        "PATCH", EditingWorld.items + "/A1", #"{"properties":{"remark":"核实"}}"#,
        headers: ["Cookie": session, "If-Match": try world.tag("A1")].merging(headers) { $1 }
      ).status
    }
    #expect(try write([:]) == 403)
    #expect(try write(["Origin": "http://evil.example"]) == 403)
    #expect(try write(["Sec-Fetch-Site": "cross-site"]) == 403)
    #expect(try write(["Origin": service.base]) == 200)
    let changed = try world.workspace.hetu(["user", "password", "湖滨分局"], input: "another horse 电池\n")
    #expect(changed.status == 0)
    Thread.sleep(forTimeInterval: 1.2)
    #expect(try service.get("/account", headers: ["Cookie": session]).status == 401)
    let file = try world.workspace.text("r.accounts.json")
    #expect(!file.contains("horse") && !file.contains("电池"))
  }

  @Test func `behind a proxy with TLS the cookie is for TLS only`() throws {
    let world = try EditingWorld()
    let service = try ServedRegistry(world.workspace, "--base-url", "https://hetu.example.gov.cn")
    let login = try service.post(
      "/login", "token=\(world.tokens["city"] ?? "")", headers: ["Origin": "https://hetu.example.gov.cn"])
    #expect(
      login.status == 303 && login.headers["set-cookie"]?.hasSuffix("; HttpOnly; SameSite=Strict; Secure") == true)
  }

  @Test func `the commands keep users and tokens apart, and say what is off`() throws {
    let workspace = try Workspace()
    try EditingWorld.addUser("王工", ["--role", "city_editor"], workspace)
    #expect(try workspace.hetu("user", "list").output == "王工\tcity_editor\t-\t无期限\n")
    #expect(try workspace.hetu("token", "list").output.isEmpty)
    #expect(try workspace.hetu("token", "remove", "王工").status == 3)
    #expect(try workspace.hetu("token", "add", "王工").status == 2)
    #expect(
      try workspace.hetu(["user", "add", "李工", "--role", "branch_editor"], input: "correct horse 电池\n").status == 2)
    #expect(try workspace.hetu(["user", "password", "王工"], input: "short\n").status == 2)
    #expect(try workspace.hetu("user", "add", "李工").status == 2)
    #expect(try workspace.hetu("user", "remove", "王工").status == 0)
    #expect(try workspace.hetu("user", "list").output.isEmpty)
  }
}
