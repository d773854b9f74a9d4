import Foundation
import HetuRegistry
import HetuRisk

/// The rules of this module, each read from a data file that says where it comes from.
protocol DataRules: Decodable {
  /// What the file is called in an error.
  static var fileName: String { get }
}

extension DataRules {
  /// The rules of a file's bytes.
  ///
  /// - Throws: `RegistryError` of class bad data that names the file and what is wrong in it.
  static func read(_ json: Data) throws -> Self {
    do {
      return try RuleFile.decode(Self.self, from: json, called: fileName)
    } catch let error as RiskError {
      throw RegistryError(.badData, error.message)
    }
  }
}
