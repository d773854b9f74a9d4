import Foundation
import HetuGeometry
import Testing

@testable import HetuCartography

@Suite struct RenderingTests {
  private func document(_ elements: [SVGElement], side: Double = 40) -> SVGDocument {
    SVGDocument(widthMillimetres: side, heightMillimetres: side, title: "试", elements: elements)
  }

  private var lettered: SVGDocument {
    document([
      .text("宏农涧河 K12", at: Position(x: 3, y: 10), TextStyle(size: 3, halo: 0.5)),
      .text("河", at: Position(x: 3, y: 20), TextStyle(family: .serif, size: 3), leftSlanting: true),
    ])
  }

  @Test func `a PNG has the pixels of its size and resolution and the same bytes twice`() throws {
    let first = try SVGRendering.png(lettered, dotsPerInch: 127)
    #expect(first.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(Array(first[16..<24]) == [0, 0, 0, 200, 0, 0, 0, 200])
    #expect(try SVGRendering.png(lettered, dotsPerInch: 127) == first)
  }

  @Test func `a PDF has the same bytes a second later, its date, its text and its fonts`() throws {
    let first = try SVGRendering.pdf([lettered], creationDate: "2025-06-01")
    Thread.sleep(forTimeInterval: 1.1)
    #expect(try SVGRendering.pdf([lettered], creationDate: "2025-06-01") == first)
    #expect(try SVGRendering.pdf([lettered], creationDate: "2025-06-02") != first)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString).pdf")
    try Data(first).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    guard let fonts = try output("/usr/bin/pdffonts", [file.path]) else { return }
    let rows = fonts.split(separator: "\n").dropFirst(2)
    #expect(rows.count == 2)
    for row in rows {
      let columns = row.split(separator: " ")
      #expect(columns.suffix(5).prefix(2) == ["yes", "yes"], "not embedded as a subset: \(row)")
    }
    #expect(try output("/usr/bin/pdftotext", [file.path, "-"])?.contains("宏农涧河") == true)
    #expect(try output("/usr/bin/pdfinfo", [file.path])?.contains("CreationDate") == true)
  }

  /// What a command of poppler-utils prints; nil where it is not installed.
  private func output(_ command: String, _ arguments: [String]) throws -> String? {
    guard FileManager.default.isExecutableFile(atPath: command) else { return nil }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  @Test(arguments: [1e9, 0, -300, Double.nan, .infinity])
  func `a picture of impossible size is refused`(dotsPerInch: Double) {
    #expect { try SVGRendering.png(lettered, dotsPerInch: dotsPerInch) } throws: {
      ($0 as? CartographyError)?.code == .tooLarge
    }
  }

  @Test func `a page longer than PDF allows is refused`() {
    #expect { try SVGRendering.pdf([document([], side: 6000)], creationDate: "2025-06-01") } throws: {
      ($0 as? CartographyError)?.code == .tooLarge
    }
  }

  @Test func `a picture that a drawing links to is not read`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let picture = folder.appendingPathComponent("black.png")
    let black = document([.rectangle(Envelope(minX: 0, minY: 0, maxX: 40, maxY: 40), .fill("#000000"))])
    try Data(try SVGRendering.png(black, dotsPerInch: 25.4)).write(to: picture)
    let linking = document([
      SVGElement("image", ["href": .text("file://\(picture.path)"), "width": 40, "height": 40])
    ])
    #expect(try SVGRendering.png(linking, dotsPerInch: 25.4) == SVGRendering.png(document([]), dotsPerInch: 25.4))
  }

  @Test func `a font that is not there is told with the package to install`() {
    #expect(!FontAvailability.isInstalled("No Such Family 河图"))
    #expect(FontAvailability.isInstalled(FontFamily.sans.required))
  }

  @Test(arguments: SymbolForm.allCases)
  func `every form draws, and differs from every other`(form: SymbolForm) throws {
    let picture = try SVGRendering.png(.symbol(form, grade: .major, millimetres: 4.2), dotsPerInch: 200)
    for other in SymbolForm.allCases where other != form {
      #expect(try SVGRendering.png(.symbol(other, grade: .major, millimetres: 4.2), dotsPerInch: 200) != picture)
    }
  }
}
