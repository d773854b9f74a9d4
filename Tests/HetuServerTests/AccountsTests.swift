import Foundation
import HetuRegistry
import TestSupport
import Testing

@testable import HetuServer

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

  @Test func `changes made at the same time all stand`() async throws {
    let scratch = try Scratch()
    let file = scratch.url("registry.accounts.json")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<24 {
        group.addTask {
          _ = try Accounts.change(in: file) { try $0.add("账号\(number)", role: .reader, expires: nil) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try Accounts(file: file).accounts.count == 24)
    #expect(throws: RegistryError.self) {
      try Accounts.change(in: file) { try $0.remove("没有", withPassword: false) }
    }
    #expect(try Accounts(file: file).accounts.count == 24)
  }

  @Test func `a name stands once, and what is not there can't be removed`() throws {
    var accounts = Accounts()
    let first = try accounts.add("甲", role: .admin, expires: nil)
    #expect(throws: RegistryError.self) { try accounts.add("甲", role: .reader, expires: nil) }
    #expect(throws: RegistryError.self) { try accounts.remove("乙", withPassword: false) }
    try accounts.remove("甲", withPassword: false)
    #expect(accounts.accounts.isEmpty)
    #expect(try accounts.add("甲", role: .admin, expires: nil) != first)
  }

  @Test func `a password stands nowhere in the file, and the same one twice looks different`() throws {
    let scratch = try Scratch()
    let file = scratch.url("registry.accounts.json")
    var accounts = Accounts()
    for name in ["甲", "乙"] { try accounts.addUser(name, role: .reader, password: "correct horse 电池") }
    try accounts.write(to: file)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(!text.contains("horse") && !text.contains("电池") && !text.contains("correct"))
    #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    let read = try Accounts(file: file).accounts(withPassword: true).compactMap(\.password)
    #expect(read.count == 2 && read[0] != read[1])
    #expect(try read[0].fits("correct horse 电池") && !read[0].fits("correct horse 电池 "))
  }

  @Test(arguments: ["", "short", "aaaaaaaaaaaa", "值班员的密码一二三四五", String(repeating: "长长的密码", count: 50)])
  func `a weak password is refused`(_ password: String) {
    var accounts = Accounts()
    #expect(throws: RegistryError.self) { try accounts.addUser("值班员", role: .reader, password: password) }
    #expect(accounts.accounts.isEmpty)
  }

  @Test func `a branch editor has districts, and nobody else`() throws {
    var accounts = Accounts()
    let password = "correct horse 电池"
    for (role, districts) in [(Role.branchEditor, []), (.cityEditor, ["411202"]), (.branchEditor, ["陕州"])] {
      #expect(throws: RegistryError.self) {
        try accounts.addUser("甲", role: role, districts: districts, password: password)
      }
    }
    try accounts.addUser("甲", role: .branchEditor, districts: ["411202"], password: password)
    #expect(throws: RegistryError.self) { try accounts.add("甲", role: .reader, expires: nil) }
  }

  @Test(
    arguments: [
      (Role.branchEditor, "411202", true), (.branchEditor, "411202101", true), (.branchEditor, "411203", false),
      (.branchEditor, nil, false), (.cityEditor, nil, true), (.admin, "411203", true), (.reader, "411202", false),
      (.public, "411202", false),
    ] as [(Role, String?, Bool)])
  func `who writes where`(_ role: Role, _ district: String?, _ may: Bool) {
    let identity = Identity(name: "甲", role: role, audience: .internal, districts: ["411202"])
    #expect(identity.mayWrite(in: district) == may)
    let city = Identity(name: "甲", role: role, audience: .internal, districts: ["411200"])
    #expect(city.mayWrite(in: "411203") == role.writes)
  }
}
