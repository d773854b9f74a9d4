import Foundation
import HetuCartography
import HetuExchange
import HetuHydrology
import HetuPlanning
import HetuRegistry

/// Writes one river's plan as a folder of files: made aside, then moved into place.
public struct PlanPublisher {
  /// The products that can be made.
  public enum Format: String, CaseIterable, Sendable {
    case html, docx, svg, pdf, png, cards, viewer, geojson, json
  }

  private let base: MapBase
  private let formats: Set<Format>
  private let compiler: String
  private let madeOn: String?
  private let overwrite: Bool
  private let paper: SheetFormat

  /// A publisher of the given products.
  ///
  /// - Parameters:
  ///   - compiler: 编制单位, or empty for a blank to fill.
  ///   - madeOn: 编制日期; nil for the data's day.
  ///   - paper: the map sheet's paper.
  public init(
    base: MapBase, formats: Set<Format>, compiler: String, madeOn: String?, overwrite: Bool, paper: SheetFormat = .a3
  ) {
    self.paper = paper
    self.base = base
    self.formats = formats
    self.compiler = compiler
    self.madeOn = madeOn
    self.overwrite = overwrite
  }

  /// Writes the products of a plan into `folder/river's name`.
  ///
  /// - Returns: the folder made, and what the reader of the map should know.
  /// - Throws: ``OutputError`` where the folder exists or can't be written, `CartographyError` where a font is missing.
  public func publish(_ plan: RiverPlan, in folder: URL) throws -> (folder: URL, warnings: [String]) {
    let target = folder.appending(path: folderName(of: plan.river), directoryHint: .isDirectory)
    guard overwrite || !FileManager.default.fileExists(atPath: target.path) else {
      throw OutputError("\(target.path) exists already; choose another folder or give --force")
    }
    let imprint = PlanImprint(plan, compiler: compiler, madeOn: madeOn)
    let (files, warnings) = try PlanProducts(plan: plan, base: base, imprint: imprint, paper: paper).files(formats)
    let aside = folder.appending(path: ".hetu-\(UUID().uuidString)", directoryHint: .isDirectory)
    do {
      try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
      for (name, bytes) in files { try Data(bytes).write(to: aside.appending(path: name)) }
      try replace(target, by: aside)
    } catch {
      try? FileManager.default.removeItem(at: aside)
      throw OutputError(
        "\(target.path) can't be written: \(error.localizedDescription); check the folder, its rights and the disk's space"
      )
    }
    return (target, warnings)
  }

  /// Puts a finished folder in its place; an older plan that lies there stays until the new one is whole.
  private func replace(_ target: URL, by finished: URL) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: target.path) else { return try files.moveItem(at: finished, to: target) }
    let old = target.deletingLastPathComponent().appending(
      path: ".hetu-\(UUID().uuidString)", directoryHint: .isDirectory)
    try files.moveItem(at: target, to: old)
    do { try files.moveItem(at: finished, to: target) } catch {
      try? files.moveItem(at: old, to: target)
      throw error
    }
    try files.removeItem(at: old)
  }

  /// A river's name as its folder's; rivers that would share one have their codes behind it.
  private func folderName(of river: River) -> String {
    let name = Self.fileName(river.name)
    let isShared = base.rivers.rivers.contains { $0.code != river.code && Self.fileName($0.name) == name }
    return isShared ? Self.fileName("\(name)_\(river.code)") : name
  }

  /// A name as a folder's: no separators, no control characters, no dot or space at an end, at most 200 bytes.
  static func fileName(_ name: String) -> String {
    var safe = ""
    for scalar in name.unicodeScalars {
      let isUnfit =
        "/\\:*?\"<>|".unicodeScalars.contains(scalar)
        || [.control, .format].contains(scalar.properties.generalCategory)
        || [.lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
      let added = isUnfit ? "_" : String(scalar)
      guard safe.utf8.count + added.utf8.count <= 200 else { break }
      safe += added
    }
    safe = safe.trimmingCharacters(in: .whitespaces)
    while safe.hasSuffix(".") { safe.removeLast() }
    return safe.isEmpty || safe.hasPrefix(".") ? "_" + safe : safe
  }
}

/// Why a product could not be written, as one sentence.
public struct OutputError: Error, Sendable, CustomStringConvertible {
  /// The sentence.
  public let message: String

  init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
