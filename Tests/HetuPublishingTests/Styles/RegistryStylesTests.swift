import Foundation
import GRDB
import HetuRegistry
import HetuSchemas
import Testing

@testable import HetuPublishing

@Suite struct RegistryStylesTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/read_with_qgis.py")
  private static let hasQGIS = FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/qgis/core")

  private func withRegistry(_ body: (URL) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).gpkg")
    defer { try? FileManager.default.removeItem(at: url) }
    let registry = try Registry.create(at: url, kinds: Kinds.builtIn())
    try QGISStyles.apply(to: registry)
    try registry.finish()
    try body(url)
  }

  @Test func `a registry carries the style of every kind`() throws {
    try withRegistry { url in
      let styles = try DatabaseQueue(path: url.path).read { database in
        try Row.fetchAll(database, sql: "SELECT * FROM layer_styles WHERE useAsDefault")
      }
      let expected = QGISStyles.styles(for: try Kinds.builtIn().all)
      #expect(styles.map { $0["f_table_name"] as String } == expected.map(\.kind.name))
      #expect(styles.map { $0["styleQML"] as String } == expected.map(\.qml))
      #expect(styles.map { $0["styleSLD"] as String } == expected.map(\.sld))
    }
  }

  @Test(.enabled(if: hasQGIS, "QGIS is not installed"))
  func `QGIS opens a registry styled, and what it changes stands in the history`() throws {
    try withRegistry { url in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
      process.arguments = [Self.script.path, url.path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(words.isEmpty, "\(words)")

      let registry = try Registry.open(at: url)
      let kind = try registry.kind("tailings_pond")
      let record = try #require(try registry.records(of: kind).first)
      #expect(record["risk_grade"].text == "重大")
      #expect(record.code == "FXY-2-000000-000001")
      #expect(record.id.count == 36)
      let entries = try registry.history(of: record.reference)
      #expect(entries.map(\.operation) == [.update, .insert])
    }
  }
}
