import HetuRegistry

/// The columns of a list that say where a record lies.
struct PositionColumns {
  /// What a column can say; the raw values are the names that `--map` takes.
  enum Part: String, CaseIterable {
    case longitude = "lon"
    case latitude = "lat"
    case pair = "position"
    case text = "wkt"
  }

  /// How a row's position is put together.
  enum Form {
    /// Two columns, each a number or a text of degrees.
    case pair(longitude: Int, latitude: Int)
    /// One column with both.
    case single(Int)
    /// Degrees, minutes and seconds of longitude, then of latitude.
    case parts(longitude: [Int], latitude: [Int])
    /// Well-known text.
    case wellKnownText(Int)
  }

  let form: Form
  /// All columns that it reads.
  let columns: Set<Int>
  /// Their headers, for problems.
  let header: String

  /// The position columns among `headers`, or nil where there are none.
  init?(headers: [Header], given: [Part: Int], isFree: @escaping (Int) -> Bool, allows: Bool) {
    guard allows else { return nil }
    func column(_ part: Part, _ keys: [String]) -> Int? {
      if let column = given[part] { return column }
      return keys.lazy.compactMap { key in headers.indices.first { headers[$0].keys.contains(key) && isFree($0) } }
        .first
    }
    func parts(_ axis: [String]) -> [Int]? {
      let found = ["度", "分", "秒"].compactMap { unit in
        headers.indices.first { index in
          axis.contains { headers[index].keys.contains($0 + unit) } && isFree(index)
        }
      }
      return found.count == 3 ? found : nil
    }
    let made: (Form, [Int])?
    if let longitude = parts(Self.longitudeKeys), let latitude = parts(Self.latitudeKeys) {
      made = (.parts(longitude: longitude, latitude: latitude), longitude + latitude)
    } else if let longitude = column(.longitude, Self.longitudeKeys),
      let latitude = column(.latitude, Self.latitudeKeys),
      longitude != latitude
    {
      made = (.pair(longitude: longitude, latitude: latitude), [longitude, latitude])
    } else if let single = column(.pair, Self.pairKeys) {
      made = (.single(single), [single])
    } else if let text = column(.text, ["几何", "wkt", "geom", "geometry", "_wkt"]) {
      made = (.wellKnownText(text), [text])
    } else {
      made = nil
    }
    guard let made else { return nil }
    form = made.0
    columns = Set(made.1)
    header = made.1.map { headers[$0].text }.joined(separator: "、")
  }

  /// The header that says in any table what one of its columns says, or nil for another column.
  func title(of column: Int) -> String? {
    switch form {
    case .pair(let longitude, let latitude): [longitude: "经度", latitude: "纬度"][column]
    case .single(let single): column == single ? "坐标" : nil
    case .wellKnownText(let text): column == text ? "几何" : nil
    case .parts(let longitude, let latitude):
      zip(longitude + latitude, ["经度度", "经度分", "经度秒", "纬度度", "纬度分", "纬度秒"]).first { $0.0 == column }?.1
    }
  }

  /// Whether a header is one of a position, which a column that is not read says over again.
  static func isPosition(_ header: Header) -> Bool {
    header.keys.contains { pairKeys.contains($0) }
  }

  private static let longitudeKeys = [
    "经度", "东经", "lon", "lng", "long", "longitude", "中心经度", "地理经度", "坐标经度", "经度坐标", "经度e", "e经度", "取水口经度", "x", "x坐标",
    "横坐标",
  ]
  private static let latitudeKeys = [
    "纬度", "北纬", "lat", "latitude", "中心纬度", "地理纬度", "坐标纬度", "纬度坐标", "纬度n", "n纬度", "取水口纬度", "y", "y坐标", "纵坐标",
  ]
  private static let pairKeys = [
    "坐标", "经纬度", "地理坐标", "中心坐标", "位置坐标", "经纬度坐标", "取水口坐标", "坐标位置", "position", "location", "coordinates", "地理位置",
  ]
}

extension PositionColumns {
  /// The texts of a row's position columns in the form's order; empty where a cell says that there is nothing.
  func texts(_ values: [SourceValue]) -> [String] {
    let columns =
      switch form {
      case .pair(let longitude, let latitude): [longitude, latitude]
      case .single(let column), .wellKnownText(let column): [column]
      case .parts(let longitude, let latitude): longitude + latitude
      }
    return columns.map { column in
      let text = values[column].cellText
      return ValueReading.saysNothing(text) ? "" : text
    }
  }

  var isParts: Bool { if case .parts = form { true } else { false } }
  var isSingle: Bool { if case .single = form { true } else { false } }

  /// Whether the position was handed in as two plain numbers, so that nothing is lost by keeping the geometry alone.
  func arePlainNumbers(_ texts: [String]) -> Bool {
    guard case .pair = form else { return false }
    return texts.allSatisfy { Double($0) != nil }
  }
}
