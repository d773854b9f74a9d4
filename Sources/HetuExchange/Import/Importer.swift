import Foundation
import HetuGeodesy
import HetuGeometry
import HetuRegistry
import HetuSchemas

/// Reads files into a registry, one transaction a file: all of a file or none of it.
///
/// One thread reads and checks rows while another writes them.
public struct Importer {
  private let registry: Registry
  private let options: ImportOptions

  /// An importer with its options.
  public init(registry: Registry, options: ImportOptions) {
    self.registry = registry
    self.options = options
  }

  /// Imports one file.
  ///
  /// - Parameter progress: called now and then with the number of rows written.
  /// - Throws: ``ExchangeError`` for a file that can't be used, ``RegistryError`` for a registry that can't be written. Faults of single
  ///   rows are in the report.
  public func importFile(_ path: String, progress: @escaping (Int) -> Void = { _ in }) throws -> ImportReport {
    let feed = Feed<ImportStep>(capacity: 8)
    let producer = ImportProducer(
      path: path, options: options, kinds: registry.kinds, districts: try DistrictNames(registry))
    let thread = Thread { feed.run { try producer.run(into: feed) } }
    thread.stackSize = 8 << 20
    thread.start()
    defer { feed.stop() }
    var report = ImportReport()
    do {
      try registry.change(
        actor: options.actor, reason: "导入 \(URL(fileURLWithPath: path).lastPathComponent)", isTrial: options.isTrial
      ) { writer in
        var consumer = ImportConsumer(writer: writer, options: options, feed: feed, progress: progress)
        try consumer.run()
        report = consumer.report
        if options.isStrict, report.layers.contains(where: { $0.refused > 0 }) { throw Refused() }
      }
    } catch is Refused {
      report.isRefused = true
      // What was put in is gone, and its codes with it.
      for index in report.layers.indices { report.layers[index].codes = [:] }
    }
    return report
  }

  /// Undoes the import of a file that must have no faulty row.
  private struct Refused: Error {}
}

/// What the reading thread hands to the writing one.
enum ImportStep: Sendable {
  /// A layer of a kind, the properties that its rows may have values for, and what is wrong with its columns.
  case begin(ImportReport.Layer, Kind, properties: [Int], [Problem])
  case rows([PreparedRow])
  case end(heightsDropped: Int, passedOver: [String])
  case problems([Problem])
  case skipped(String)
}
