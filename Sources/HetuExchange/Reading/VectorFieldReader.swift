import CGDAL
import HetuGeometry

/// Reads one field of a feature.
struct VectorFieldReader {
  /// The fields that LIBKML gives every layer, which say how a viewer shows a placemark.
  static let presentationOfKML: Set<String> = [
    "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet",
  ]

  let field: SourceField
  private let index: Int32
  private let type: OGRFieldType
  private let decoder: TextDecoder

  init(index: Int32, definition: OGRFieldDefnH, decoder: TextDecoder) {
    self.index = index
    self.decoder = decoder
    type = OGR_Fld_GetType(definition)
    let name = OGR_Fld_GetNameRef(definition).map { decoder.decode(cString: $0) ?? String(cString: $0) } ?? ""
    let title = OGR_Fld_GetAlternativeNameRef(definition).map { String(cString: $0) } ?? ""
    let kind: SourceField.Kind =
      switch type {
      case OFTInteger where OGR_Fld_GetSubType(definition) == OFSTBoolean: .boolean
      case OFTInteger, OFTInteger64: .integer
      case OFTReal: .real
      case OFTDate, OFTDateTime, OFTTime: .date
      default: .text
      }
    field = SourceField(name: name.trimmed, title: title.isEmpty ? nil : title, kind: kind)
  }

  /// Puts the feature's value into `row`.
  func read(_ feature: OGRFeatureH, to row: inout SourceRow, at position: Int) {
    guard OGR_F_IsFieldSetAndNotNull(feature, index) != 0 else {
      row.values[position] = .null
      return
    }
    switch type {
    case OFTInteger, OFTInteger64: row.values[position] = .integer(OGR_F_GetFieldAsInteger64(feature, index))
    case OFTReal: row.values[position] = .real(OGR_F_GetFieldAsDouble(feature, index))
    case OFTDate, OFTDateTime, OFTTime: row.values[position] = .date(date(of: feature))
    case OFTStringList: row.values[position] = .text(stringList(of: feature))
    case OFTIntegerList, OFTInteger64List, OFTRealList: row.values[position] = .text(numberList(of: feature))
    default:
      guard let bytes = OGR_F_GetFieldAsString(feature, index), bytes[0] != 0 else {
        row.values[position] = .null
        return
      }
      if let text = decoder.decode(cString: bytes) {
        row.values[position] = .text(text)
      } else {
        row.values[position] = .text(String(cString: bytes))
        row.warnings.append("字段“\(field.name)”的文字不是 \(decoder.encoding) 编码，读不出的字以 � 代替")
      }
    }
  }

  /// Numbers as `[1,2]`; GDAL writes `(2:1,2)`.
  private func numberList(of feature: OGRFeatureH) -> String {
    let text = OGR_F_GetFieldAsString(feature, index).map { String(cString: $0) } ?? ""
    return "[\(text.drop { $0 != ":" }.dropFirst().dropLast())]"
  }

  private func stringList(of feature: OGRFeatureH) -> String {
    var json = [UInt8(ascii: "[")]
    var item = OGR_F_GetFieldAsStringList(feature, index)
    while let pointer = item?.pointee {
      if json.count > 1 { json.append(UInt8(ascii: ",")) }
      GeoJSONWriter.appendJSONString(decoder.decode(cString: pointer) ?? String(cString: pointer), to: &json)
      item = item?.successor()
    }
    json.append(UInt8(ascii: "]"))
    return String(decoding: json, as: UTF8.self)
  }

  private func date(of feature: OGRFeatureH) -> String {
    var year: Int32 = 0, month: Int32 = 0, day: Int32 = 0, hour: Int32 = 0, minute: Int32 = 0, zone: Int32 = 0
    var second: Float = 0
    OGR_F_GetFieldAsDateTimeEx(feature, index, &year, &month, &day, &hour, &minute, &second, &zone)
    let day10 = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    if type == OFTDate { return day10 }
    let milliseconds = Int32((second * 1000).rounded())
    var time = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(milliseconds / 1000, 2))"
    if milliseconds % 1000 != 0 { time += ".\(padded(milliseconds % 1000, 3))" }
    return type == OFTTime ? time : "\(day10)T\(time)\(Self.zoneText(zone))"
  }

  /// GDAL's zones: 0 and 1 are unknown and local, 100 is UTC, each step is a quarter of an hour.
  private static func zoneText(_ zone: Int32) -> String {
    if zone == 100 { return "Z" }
    if zone < 2 { return "" }
    let minutes = abs(zone - 100) * 15
    return "\(zone < 100 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  private func padded(_ value: Int32, _ width: Int) -> String { Self.padded(value, width) }

  private static func padded(_ value: Int32, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
