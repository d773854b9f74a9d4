import HTTPTypes
import HetuRegistry

/// What an account may do.
public enum Role: String, Codable, Sendable, CaseIterable {
  /// Reads all that is public.
  case `public`
  /// Reads everything.
  case reader
  /// Reads everything and writes records of its own districts.
  case branchEditor = "branch_editor"
  /// Reads and writes everything.
  case cityEditor = "city_editor"
  /// Reads and writes everything and sees how the service fares.
  case admin

  /// Whom answers to this role are made for.
  public var audience: Audience { self == .public ? .public : .internal }

  /// Whether it writes records at all.
  var writes: Bool { [.branchEditor, .cityEditor, .admin].contains(self) }
}

/// Who asks.
struct Identity: Sendable {
  let name: String
  let role: Role?
  let audience: Audience
  /// The codes of the districts that a branch editor writes in.
  var districts: [String] = []

  /// Whether records may be written in the place of this district code, nil for records of none.
  func mayWrite(in district: String?) -> Bool {
    guard role == .branchEditor else { return role?.writes == true }
    return districts.contains { DistrictCode.covers($0, district ?? "") }
  }

  /// Refuses whoever writes nothing, before anything is looked up.
  ///
  /// - Throws: ``Problem`` 401 without an account, 403 for a role that only reads.
  func requireWriting() throws {
    guard let role else { throw Gate.refused("to write records, log in or give a token") }
    guard role.writes else {
      throw Problem(status: .forbidden, detail: "您的账号只能查看，不能修改；需要修改请联系管理员")
    }
  }
}
