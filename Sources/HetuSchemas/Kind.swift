/// A kind of record, as its schema says: the only definition of its table, its lists and its checks.
public final class Kind: Sendable, Hashable {
  /// The groups of kinds, in the order of the four lists.
  public enum Group: String, Sendable, CaseIterable {
    case riskSource = "risk_source"
    case team, supply, mechanism, river, place, ledger
  }

  /// Which GeoJSON geometries a record may have.
  public struct GeometryRule: Sendable, Hashable {
    /// The names allowed, such as `Point`.
    public let names: [String]
    /// Whether exact positions are masked for the public.
    public let isSensitive: Bool
  }

  /// The name: of the table, the layer, the API's collection.
  public let name: String
  /// The kind in Chinese.
  public let title: String
  /// What belongs in it, in Chinese.
  public let explanation: String
  /// The group of lists that it belongs to.
  public let group: Group
  /// The code of the official list, such as `FXY-2`.
  public let listCode: String
  /// The title of the official list, such as `尾矿库清单`.
  public let listTitle: String
  /// What made codes begin with.
  public let codePrefix: String
  /// Names of layers, sheets and files that tell the kind.
  public let names: [String]
  /// The property that gives a symbol its colour.
  public let gradeProperty: String?
  /// The geometries allowed, or nil where the kind has none.
  public let geometry: GeometryRule?
  /// All properties but the geometry, in their order.
  public let properties: [Property]
  /// The types of ``properties``, for loops over very many records.
  public let valueTypes: [Property.ValueType]
  /// The schema's text as given.
  public let schemaText: String

  private let indexByName: [String: Int]

  init(
    name: String, title: String, explanation: String, group: Group, listCode: String, listTitle: String,
    codePrefix: String, names: [String], gradeProperty: String?, geometry: GeometryRule?, properties: [Property],
    schemaText: String
  ) {
    self.name = name
    self.title = title
    self.explanation = explanation
    self.group = group
    self.listCode = listCode
    self.listTitle = listTitle
    self.codePrefix = codePrefix
    self.names = names
    self.gradeProperty = gradeProperty
    self.geometry = geometry
    self.properties = properties
    valueTypes = properties.map(\.type)
    self.schemaText = schemaText
    indexByName = Dictionary(uniqueKeysWithValues: properties.enumerated().map { ($1.name, $0) })
  }

  /// The place of the property of that name in ``properties``.
  public func index(of name: String) -> Int? { indexByName[name] }

  /// The property of that name.
  public func property(_ name: String) -> Property? { indexByName[name].map { properties[$0] } }

  /// Whether both have the same schema.
  public static func == (left: Kind, right: Kind) -> Bool {
    left === right || left.schemaText == right.schemaText
  }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
