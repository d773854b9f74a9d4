import CCairo
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

  @Test func `a title with what no text may hold makes a PDF all the same, without it`() throws {
    let odd = try #require(Unicode.Scalar(0xFDD0))
    let drawing = SVGDocument(widthMillimetres: 20, heightMillimetres: 20, title: "涧\(odd)河\u{1}", elements: [])
    #expect(try SVGRendering.pdf([drawing], creationDate: "2025-06-01").starts(with: Array("%PDF".utf8)))
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

  @Test func `a symbol that stands on many pages is written once in a PDF, and looks as it does in a PNG`() throws {
    let look = SymbolLook(form: .keyEnterprise, grade: .major)
    let sheet = document((1...3).map { look.elements(at: Position(x: 10 * Double($0), y: 20), millimetres: 8) })
    let book = try SVGRendering.pdf([sheet, sheet], creationDate: "2025-06-01")
    #expect(String(decoding: book, as: UTF8.self).components(separatedBy: "/Subtype /Form").count == 2)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("book.pdf")
    try Data(book).write(to: file)
    let size = ["-scale-to-x", "200", "-scale-to-y", "200"]
    let arguments = size + ["-gray", "-f", "2", "-l", "2", "-singlefile", file.path, folder.path + "/page"]
    guard try output("/usr/bin/pdftoppm", arguments) != nil else { return }
    let stamped = try Data(contentsOf: folder.appendingPathComponent("page.pgm")).suffix(200 * 200)
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 200)
    defer { cairo_surface_destroy(surface) }
    #expect(CairoPainter.paint(sheet, on: surface, scale: 5, fonts: CairoFonts()) == CAIRO_STATUS_SUCCESS)
    cairo_surface_flush(surface)
    // Dark in the blue of each pixel's four bytes: red and black both are.
    let drawn = try #require(cairo_image_surface_get_data(surface))
    let dark = (0..<200 * 200).filter { drawn[4 * $0] < 96 }
    #expect(dark.count > 1_000)
    #expect(dark.count { stamped[stamped.startIndex + $0] < 192 } > dark.count * 95 / 100)
  }

  @Test func `a PNG holds the pixels that were painted`() throws {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 200, 200)
    defer { cairo_surface_destroy(surface) }
    #expect(CairoPainter.paint(lettered, on: surface, scale: 5, fonts: CairoFonts()) == CAIRO_STATUS_SUCCESS)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString).png")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(PNGFile.bytes(of: surface)).write(to: file)
    let read = cairo_image_surface_create_from_png(file.path)
    defer { cairo_surface_destroy(read) }
    #expect(cairo_surface_status(read) == CAIRO_STATUS_SUCCESS)
    func pixels(_ surface: OpaquePointer?) throws -> [UInt32] {
      let bytes = try #require(cairo_image_surface_get_data(surface))
      return (0..<200 * 200).map { UnsafeRawPointer(bytes).load(fromByteOffset: 4 * $0, as: UInt32.self) & 0xFFFFFF }
    }
    #expect(try pixels(read) == pixels(surface))
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

  @Test func `a character that the family lacks is set in another face, and stays text in a PDF`() throws {
    let page = document([.text("㙟𬭎铃😀止", at: Position(x: 3, y: 10), TextStyle(size: 3, halo: 0.3))])
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("hetu-\(UUID().uuidString).pdf")
    try Data(try SVGRendering.pdf([page], creationDate: "2025-06-01")).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    guard let text = try output("/usr/bin/pdftotext", [file.path, "-"]) else { return }
    for word in ["㙟", "𬭎铃", "止"] { #expect(text.contains(word), "\(text)") }
  }

  @Test func `parts of circles turn the way that SVG turns them`() {
    func box(_ data: String) -> [Double] {
      let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
      let context = cairo_create(surface)
      defer {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
      }
      CairoPath(data).add(to: context)
      var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
      cairo_path_extents(context, &left, &top, &right, &bottom)
      return [left, top, right, bottom].map { ($0 * 10).rounded() / 10 }
    }
    #expect(box("M10 0A10 10 0 0 1 0 10") == [0, 0, 10, 10])
    #expect(box("M10 0A10 10 0 1 1 0 -10") == [-10, -10, 10, 10])
    #expect(box("M10 0A10 10 0 1 0 0 10") == [-10, -10, 10, 10])
    #expect(box("M-10 0A10 10 0 0 1 10 0") == [-10, -10, 10, 0])
    #expect(box("M0 0H10V-5.5L2-8Q0 0 4 4C4 4 5 5 6 6Z")[2] == 10)
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
