import Foundation

/// A served registry with records of two districts and an account of every role.
struct EditingWorld {
  static let password = "correct horse 电池"
  static let items = "/collections/tailings_pond/items"

  let workspace: Workspace
  let service: ServedRegistry
  /// The tokens by the names of their accounts: public, reader, branch (411202), city, admin.
  let tokens: [String: String]

  /// Serves them, with a river through both districts where that is wanted.
  init(withRiver: Bool = false, _ options: String...) throws {
    workspace = try Workspace()
    if withRiver { try Self.importRiver(into: workspace) }
    try workspace.write(
      "ponds.csv",
      "编号,尾矿库名称,行政区划代码,经度,纬度,风险等级,联系电话\n" + "A1,甲尾矿库,411202,110.9,34.5,重大,13900000001\n"
        + "A2,乙尾矿库,411203,110.7,34.4,一般,13900000002\n")
    try workspace.write("problems.csv", "编号,问题概况,行政区划代码,台账状态,完成时限\nP1,预案未修订,411202,挂账,2021-12-31\n")
    for (kind, file) in [("tailings_pond", "ponds.csv"), ("problem", "problems.csv")] {
      let outcome = try workspace.hetu("import", "--kind", kind, file)
      guard outcome.status == 0 else { throw Workspace.Failure(outcome.errors) }
    }
    var tokens: [String: String] = [:]
    for (name, options) in [
      ("public", ["--role", "public"]), ("reader", ["--role", "reader"]),
      ("branch", ["--role", "branch_editor", "--district", "411202"]), ("city", ["--role", "city_editor"]),
      ("admin", ["--role", "admin"]),
    ] {
      let made = try workspace.hetu(["token", "add", name] + options)
      guard made.status == 0 else { throw Workspace.Failure(made.errors) }
      tokens[name] = made.output.trimmingCharacters(in: .newlines)
    }
    self.tokens = tokens
    try Self.addUser("湖滨分局", ["--role", "branch_editor", "--district", "411202"], workspace)
    service = try ServedRegistry(workspace, options)
  }

  static func addUser(_ name: String, _ options: [String], _ workspace: Workspace) throws {
    let made = try workspace.hetu(["user", "add", name] + options, input: password + "\n")
    guard made.status == 0 else { throw Workspace.Failure(made.errors) }
  }

  /// The header that says who asks; none for nobody.
  func headers(_ name: String?, _ more: [String: String] = [:]) -> [String: String] {
    name.map { more.merging(["Authorization": "Bearer \(tokens[$0] ?? "")"]) { $1 } } ?? more
  }

  /// The tag of a record as it is now.
  func tag(_ code: String, in collection: String = "tailings_pond") throws -> String {
    try service.get("/collections/\(collection)/items/\(code)", headers: headers("city")).headers["etag"] ?? ""
  }

  /// Changes some properties of a record, as it is now unless a tag is given.
  func patch(
    _ code: String, _ properties: String, as name: String = "city", tag: String? = nil,
    in collection: String = "tailings_pond", query: String = ""
  ) throws -> ServedRegistry.Answer {
    try service.send(
      "PATCH", "/collections/\(collection)/items/\(code)\(query)", #"{"properties":\#(properties)}"#,
      headers: headers(
        name, ["If-Match": try tag ?? self.tag(code, in: collection), "Content-Type": "application/merge-patch+json"]))
  }

  /// A feature of a pond.
  static func pond(_ properties: String, at position: String = "[110.8,34.45]") -> String {
    #"{"type":"Feature","geometry":{"type":"Point","coordinates":\#(position)},"properties":\#(properties)}"#
  }
}

extension ServedRegistry.Answer {
  /// The faults by property.
  var faults: [String: String] {
    let errors = json["errors"] as? [[String: Any]] ?? []
    return Dictionary(
      errors.map { ($0["property"] as? String ?? "", $0["message"] as? String ?? "") }, uniquingKeysWith: { $0 + $1 })
  }

  /// The properties of a feature.
  var properties: [String: Any] { json["properties"] as? [String: Any] ?? [:] }
}
