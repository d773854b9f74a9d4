import Foundation
import Testing

/// Every resource that the service describes, attacked without and with the wrong role. What is new there is attacked, too: it fails
/// here until it is said what it needs and whom it is for.
@Suite(.serialized) struct `Every resource` {
  private static let item = "/collections/{collection}/items/{feature}"

  /// What is for the bureau itself only.
  private static let isInternal: Set = [
    "/questions/check", "/questions/ledger", "/questions/due", "/questions/grade", "/questions/zones",
    "/questions/explain",
    item + "/history",
  ]

  /// What a question can't be asked without.
  private static let queries = [
    "/questions/near": "at=110.9,34.5&within=20000", "/questions/sections": "river=JH",
    "/questions/trace": "from=tailings_pond/A2", "/questions/stop": "from=tailings_pond/A2",
    "/questions/explain": "ref=tailings_pond/A1", "/questions/zones": "ref=drinking_water_source/S-1",
  ]

  /// What stands for the names in paths, where the description does not list it.
  private static let names = [
    "feature": ["A1"], "river": ["JH"], "tileMatrix": ["6"], "tileRow": ["25"], "tileCol": ["51"],
    "list": ["重点环境风险源清单", "应急队伍清单", "应急物资清单", "制度机制清单", "附件3自查问题清单", "附件4制度措施清单"],
  ]

  /// What only the bureau may know: telephones, and where the intake exactly lies.
  private static let secrets = ["13900000001", "13900000002", "13900000009", "110.9123", "34.49493"]

  private struct Operation {
    let method: String
    let path: String
    /// The addresses that the path stands for.
    let addresses: [String]
  }

  private func operations(_ world: EditingWorld) throws -> [Operation] {
    let paths = try world.service.get("/api", headers: world.headers("admin")).json["paths"] as? [String: Any] ?? [:]
    return try paths.sorted { $0.key < $1.key }.flatMap { path, methods in
      try (methods as? [String: [String: Any]] ?? [:]).sorted { $0.key < $1.key }.map { method, operation in
        let parameters = operation["parameters"] as? [[String: Any]] ?? []
        var addresses = [path]
        for parameter in parameters where parameter["in"] as? String == "path" {
          let name = parameter["name"] as? String ?? ""
          // One record stands for all; of collections without places there are no tiles.
          let isOne = path.hasPrefix(Self.item) || path.contains("/tiles")
          let listed = isOne && name == "collection" ? ["tailings_pond"] : Self.listed(parameter)
          let values = try #require(listed ?? Self.names[name], "say what stands for {\(name)} in \(path)")
          addresses = addresses.flatMap { address in
            values.map { address.replacing("{\(name)}", with: Self.encoded($0)) }
          }
        }
        let query = Self.queries[path].map { "?\($0)" } ?? ""
        return Operation(method: method.uppercased(), path: path, addresses: addresses.map { $0 + query })
      }
    }
  }

  private static func listed(_ parameter: [String: Any]) -> [String]? {
    (parameter["schema"] as? [String: Any])?["enum"] as? [String]
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? text
  }

  private func status(
    _ world: EditingWorld, _ operation: Operation, _ address: String, _ headers: [String: String]
  ) throws -> Int {
    try world.service.send(operation.method, address, body(operation), headers: headers).status
  }

  private func body(_ operation: Operation) -> String? {
    // Of another district than the branch's own.
    ["POST", "PUT", "PATCH"].contains(operation.method)
      ? EditingWorld.pond(#"{"name":"丁","district":"411203"}"#, at: "[110.7,34.41]") : nil
  }

  @Test func `nothing is told without an account, and the table of resources is whole`() throws {
    let world = try EditingWorld(withRiver: true)
    let operations = try operations(world)
    #expect(operations.count > 25)
    for operation in operations {
      let address = try #require(operation.addresses.first)
      #expect(try status(world, operation, address, [:]) == 401, "\(operation.method) \(address)")
      let wrong = try status(world, operation, address, ["Authorization": "Bearer hetu_wrong"])
      #expect([401, 429].contains(wrong), "\(operation.method) \(address)")
      let session = try status(world, operation, address, ["Cookie": "hetu_session=a-b-c-d"])
      #expect(session == 401, "\(operation.method) \(address)")
    }
    for path in ["/metrics", "/map"] {
      let answer = try world.service.get(path)
      #expect(answer.status == 401 || answer.text.contains("password"), "\(path)")
    }
  }

  @Test func `the public gets no telephone and no exact intake from any resource in any form`() throws {
    let world = try EditingWorld(withRiver: true)
    for operation in try operations(world) {
      for address in operation.addresses {
        guard operation.method == "GET" else {
          #expect(try status(world, operation, address, world.headers("public")) == 403, "\(address)")
          continue
        }
        let answer = try read(world, address, as: "public")
        let isOfLedger = ["/problem", "/measure"].contains { address.contains($0) }
        let wanted =
          Self.isInternal.contains(operation.path) || isOfLedger
          ? 403 : address.contains(Self.encoded("附件")) ? 404 : 200
        #expect(answer.status == wanted, "\(address): \(answer.text.prefix(200))")
        for secret in Self.secrets { #expect(!answer.text.contains(secret), "\(address) tells \(secret)") }
      }
    }
    // The same resources tell the bureau, so that the test would see it.
    let told = try read(world, "/lists/" + Self.encoded("重点环境风险源清单"), as: "reader").text
    #expect(told.contains("13900000001") && told.contains("110.9123"))
    #expect(try read(world, "/rivers/JH/" + Self.encoded("响应方案.html"), as: "reader").text.contains("13900000001"))
  }

  @Test func `who reads writes nothing, and a branch nothing outside of its district`() throws {
    let world = try EditingWorld(withRiver: true)
    let before = try world.workspace.state()
    for operation in try operations(world) {
      let address = try #require(operation.addresses.first)
      if operation.method == "GET" {
        #expect(try world.service.get(address, headers: world.headers("reader")).status == 200, "\(address)")
        continue
      }
      #expect(try status(world, operation, address, world.headers("reader")) == 403, "\(address)")
      let other = address.replacing("/A1", with: "/A2")
      let headers = world.headers("branch", ["If-Match": "*"])
      #expect(try status(world, operation, other, headers) == 403, "\(operation.method) \(other)")
    }
    #expect(try world.workspace.state() == before)
  }

  /// Reads a resource; packed forms are unpacked, so that what they tell is seen.
  private func read(_ world: EditingWorld, _ address: String, as name: String) throws -> (status: Int, text: String) {
    let workspace = world.workspace
    let token = try #require(world.tokens[name])
    let outcome = try Program.run(
      URL(fileURLWithPath: "/usr/bin/curl"),
      [
        "-s", "-g", "--max-time", "100", "-o", "answer", "-w", "%{http_code}", "-H", "Authorization: Bearer \(token)",
        world.service.base + address,
      ], in: workspace.folder)
    let text = try workspace.python(
      """
      import subprocess, sys, zipfile
      data = open("answer", "rb").read()
      if data.startswith(b"PK"): data = b"".join(zipfile.ZipFile("answer").read(name) for name in zipfile.ZipFile("answer").namelist())
      if data.startswith(b"%PDF"): data = subprocess.run(["pdftotext", "answer", "-"], capture_output=True).stdout
      sys.stdout.buffer.write(data)
      """)
    return (Int(outcome.output) ?? 0, text)
  }
}
