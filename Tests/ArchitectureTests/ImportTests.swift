import Foundation
import TestSupport
import Testing

/// The table of targets in ARCHITECTURE.md, held against the sources.
@Suite struct ImportTests {
  /// What a target may import, by its name, in the order of the table.
  private let allowed: [(target: String, imports: Set<String>)]

  init() throws {
    let text = try String(contentsOf: Checkout.root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let header = try #require(
      lines.firstIndex { Self.cells($0) == ["target", "what it is", "imports"] },
      "ARCHITECTURE.md has no table with the columns target | what it is | imports")
    allowed = lines.dropFirst(header + 2).prefix { $0.hasPrefix("|") }.flatMap { line -> [(String, Set<String>)] in
      let cells = Self.cells(line)
      guard cells.count == 3 else { return [] }
      return Self.names(cells[0]).map { ($0, Set(Self.names(cells[2]))) }
    }
    try #require(allowed.count > 10, "the table of targets in ARCHITECTURE.md has too few rows to be it")
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty || line.hasSuffix("| |")
    }
  }

  /// The names in backquotes.
  private static func names(_ cell: String) -> [String] {
    cell.matches(of: /`([A-Za-z0-9-]+)`/).map { String($0.1) }
  }

  @Test func `the table lists the targets that there are`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appendingPathComponent("Sources").path)
    #expect(Set(allowed.map(\.target)) == Set(folders.filter { !$0.hasPrefix(".") }))
    #expect(Set(allowed.map(\.target)).count == allowed.count, "a target stands twice")
  }

  @Test func `a target imports only what the table allows, and all of that`() throws {
    // What comes with the system or the toolchain is free to all.
    let free: Set = ["Foundation", "FoundationEssentials", "Glibc", "Musl", "Synchronization", "Dispatch"]
    for (target, imports) in allowed {
      var used: Set<String> = []
      for file in Checkout.files(in: "Sources/\(target)", endingWith: ".swift") {
        let text = try String(contentsOf: file, encoding: .utf8)
        for match in text.matches(
          of: /(?m)^[ \t]*(?:@[A-Za-z]+ |public |internal |private )*import (?:[a-z]+ )?([A-Za-z_0-9]+)/)
        {
          let module = String(match.1)
          guard !free.contains(module) else { continue }
          used.insert(module)
          #expect(
            imports.contains(module),
            "\(target)/\(file.lastPathComponent) imports \(module); the table doesn't allow it")
        }
      }
      #expect(imports.isSubset(of: used), "\(target) does not use \(imports.subtracting(used).sorted())")
    }
  }

  @Test func `a target imports only targets above it in the table`() {
    for (row, entry) in allowed.enumerated() {
      let above = Set(allowed.prefix(row).map(\.target))
      let own = entry.imports.filter { name in allowed.contains { $0.target == name } }
      #expect(own.isSubset(of: above), "\(entry.target) imports \(own.subtracting(above).sorted()) from below")
    }
  }

  @Test func `nothing above the registry knows SQL or its engine`() throws {
    for target in ["HetuExchange", "HetuPlanning", "HetuPublishing", "hetu"] {
      let imports = allowed.first { $0.target == target }?.imports ?? []
      #expect(imports.isDisjoint(with: ["GRDB", "GRDBSQLite", "HetuGeoPackage"]), "\(target)")
    }
  }
}
