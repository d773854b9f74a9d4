import Foundation
import TestSupport
import Testing

/// Rules that hold for every source file.
@Suite struct SourceTests {
  /// Where a type vouches for its own thread safety, and why that can't be left to the compiler.
  private static let uncheckedSendable: [String: String] = [
    "HetuHydrology/SegmentIndex+Batch.swift": "threads write disjoint ranges of columns that outlive them",
    "HetuHydrology/RiverSet+Batch.swift": "threads write disjoint ranges of columns that outlive them",
    "HetuExchange/Import/Feed.swift": "a queue between two threads, guarded by a condition",
  ]

  /// Each source below `Sources` with its path there, comments cut out.
  private static func sources() throws -> [(path: String, code: String)] {
    let files = Checkout.files(in: "Sources", endingWith: ".swift")
    try #require(files.count > 50, "the sources are not where they should be")
    let top = Checkout.root.appendingPathComponent("Sources").path + "/"
    return try files.map { file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let code = lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
      return (String(file.path.dropFirst(top.count)), code)
    }
  }

  /// Targets whose code others build on.
  private static func isLibrary(_ path: String) -> Bool { path.hasPrefix("Hetu") }

  @Test(arguments: ["try!", "as!", "nonisolated(unsafe)"])
  func `what could crash or race is nowhere`(_ word: String) throws {
    for (path, code) in try Self.sources() { #expect(!code.contains(word), "\(path)") }
  }

  @Test func `libraries neither print nor give up`() throws {
    for (path, code) in try Self.sources() where Self.isLibrary(path) {
      for word in ["print", "debugPrint", "dump", "fatalError", "exit", "abort", "NSLog"] {
        let call = try Regex("(^|[^A-Za-z0-9_.`])\(word)\\(")
        #expect(code.firstMatch(of: call) == nil, "\(path) calls \(word)")
      }
    }
  }

  @Test func `thread safety is vouched for only where a reason is listed`() throws {
    var found: Set<String> = []
    for (path, code) in try Self.sources() where code.contains("@unchecked Sendable") { found.insert(path) }
    #expect(found == Set(Self.uncheckedSendable.keys))
  }

  @Test func `no work is left open in a comment`() throws {
    for folder in ["Sources", "Tests", "Plugins"] {
      for file in Checkout.files(in: folder, endingWith: ".swift") where file.lastPathComponent != "SourceTests.swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.firstMatch(of: /\b(TODO|FIXME|XXX|HACK)\b/) == nil, "\(file.path)")
      }
    }
  }

  @Test func `no file is longer than 500 lines`() throws {
    for folder in ["Sources", "Tests", "Plugins"] {
      for file in Checkout.files(in: folder, endingWith: ".swift") {
        let lines = try String(contentsOf: file, encoding: .utf8).split(
          separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 501, "\(file.path) has \(lines.count) lines")
      }
    }
  }

  @Test func `nothing names a folder of the machine that it was written on`() throws {
    let places = ["/" + "work/", "/" + "root/", "/" + "home/", "/" + "Users/"]
    var files: [URL] = []
    for suffix in [".swift", ".md", ".json", ".sh", ".py", ".h", ".modulemap", ".qml", ".sld", ".svg"] {
      for folder in ["Sources", "Tests", "Plugins", "Tools", "schemas", "geodata", "docs"] {
        files += Checkout.files(in: folder, endingWith: suffix)
      }
    }
    files += [
      "Package.swift", "Makefile", "README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md",
    ]
    .map(Checkout.root.appendingPathComponent)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      for place in places { #expect(!text.contains(place), "\(file.path) names \(place)") }
    }
  }

  @Test func `every library has tests of its own`() throws {
    for folder in try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appendingPathComponent("Sources").path)
    where folder.hasPrefix("Hetu") {
      #expect(!Checkout.files(in: "Tests/\(folder)Tests", endingWith: ".swift").isEmpty, "\(folder)")
    }
  }

  @Test func `every schema file is named by its kind and has the title of its list`() throws {
    let files = Checkout.files(in: "schemas", endingWith: ".json").filter { $0.lastPathComponent != "common.json" }
    try #require(files.count > 20, "the schemas are not where they should be")
    for file in files {
      let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
      #expect(schema?["x-hetu-kind"] as? String == file.deletingPathExtension().lastPathComponent)
      let list = schema?["x-hetu-list"] as? [String: String]
      #expect(list?["title"]?.isEmpty == false && list?["code"]?.isEmpty == false, "\(file.lastPathComponent)")
    }
  }
}
