import Foundation
import HetuRegistry
import HetuServer
import TestSupport
import Testing

@Suite struct AccountsTests {
  @Test func `a token stands nowhere in the file, and the file is its owner's alone`() throws {
    let scratch = try Scratch()
    let file = scratch.url("registry.accounts.json")
    var accounts = Accounts()
    let token = try accounts.add("值班员", role: .reader, expires: nil)
    try accounts.write(to: file)
    #expect(token.count >= 43)
    #expect(try !String(contentsOf: file, encoding: .utf8).contains(token.dropFirst(5)))
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    #expect(try Accounts(file: file).accounts.map(\.name) == ["值班员"])
  }

  @Test func `a file that others may read is refused`() throws {
    let scratch = try Scratch()
    let file = scratch.url("registry.accounts.json")
    try Accounts().write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    #expect(throws: RegistryError.self) { try Accounts(file: file) }
  }

  @Test func `a name stands once, and what is not there can't be removed`() throws {
    var accounts = Accounts()
    let first = try accounts.add("甲", role: .admin, expires: nil)
    #expect(throws: RegistryError.self) { try accounts.add("甲", role: .reader, expires: nil) }
    #expect(throws: RegistryError.self) { try accounts.remove("乙") }
    try accounts.remove("甲")
    #expect(accounts.accounts.isEmpty)
    #expect(try accounts.add("甲", role: .admin, expires: nil) != first)
  }
}
