import Foundation
import HTTPTypes
import HetuRegistry
import TestSupport
import Testing

@testable import HetuServer

@Suite struct GateTests {
  /// A gate with one account that holds to a day, and a session begun for it.
  private func gate(expires: String?) throws -> (gate: Gate, headers: HTTPFields, scratch: Scratch) {
    let scratch = try Scratch()
    var settings = ServerSettings()
    settings.accounts = scratch.url("accounts.json")
    var accounts = Accounts()
    _ = try accounts.add("值班员", role: .reader, expires: expires)
    try accounts.write(to: scratch.url("accounts.json"))
    let gate = try Gate(settings)
    let session = gate.beginSession(Identity(name: "值班员", role: .reader, audience: .internal))
    return (gate, [.cookie: "\(Gate.cookie)=\(session)"], scratch)
  }

  @Test func `a session lets in until its account's token runs out`() throws {
    let (open, headers, kept) = try gate(expires: nil)
    _ = kept
    #expect(try open.identity(headers, address: "127.0.0.1").name == "值班员")
    let (closed, old, alsoKept) = try gate(expires: "2020-01-01")
    _ = alsoKept
    #expect(throws: Problem.self) { try closed.identity(old, address: "127.0.0.1") }
  }

  @Test func `ten wrong tokens lock an address out, and no other`() throws {
    let (gate, _, scratch) = try gate(expires: nil)
    _ = scratch
    func status(_ address: String) -> Int? {
      do {
        _ = try gate.login("hetu_wrong", address: address)
        return nil
      } catch { return (error as? Problem)?.status.code }
    }
    #expect((0..<10).map { _ in status("10.0.0.1") } == Array(repeating: 401, count: 10))
    #expect(status("10.0.0.1") == 429 && status("10.0.0.2") == 401)
  }
}
