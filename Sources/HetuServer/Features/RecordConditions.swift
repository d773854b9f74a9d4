import HetuPlanning
import HetuRegistry
import HetuSchemas

/// What narrows the records of a collection, for pages and for tiles alike: `filter`, `district`, and properties by their names.
enum RecordConditions {
  static let parameters = ItemsResource.parameters.filter {
    ["filter", "filter-lang", "filter-crs", "district"].contains($0.name)
  }
}

extension Call {
  /// The records of a kind that the request's conditions want, and some further ones.
  ///
  /// - Throws: ``Problem`` and errors of the filter for what can't be asked, or not by this audience.
  func query(_ kind: Kind, _ further: [Filter] = []) throws -> RecordQuery {
    var terms = [try filter()].compactMap(\.self) + further
    for property in kind.properties {
      guard let text = text(property.name), endpoint.takesProperties,
        !endpoint.parameters.contains(where: { $0.name == property.name })
      else { continue }
      terms.append(.compare(Filter.Operand(property: property.name), .equal, try value(text, of: property)))
    }
    for term in terms { try audience.check(term, on: kind) }
    let filter = terms.isEmpty ? nil : terms.count == 1 ? terms[0] : Filter.and(terms)
    return RecordQuery(filter: filter, district: try registry.districtCode(district()), audience: audience)
  }

  /// The value that a parameter named by a property says.
  private func value(_ text: String, of property: Property) throws -> Value {
    switch property.type {
    case .integer, .number:
      if let integer = Int64(text) { return .integer(integer) }
      guard let real = Double(text), real.isFinite else { throw Problem.badRequest("\(property.name) is a number") }
      return .real(real)
    case .boolean:
      guard text == "true" || text == "false" else { throw Problem.badRequest("\(property.name) is true or false") }
      return .boolean(text == "true")
    default: return .text(text)
    }
  }
}
