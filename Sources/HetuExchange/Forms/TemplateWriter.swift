import HetuRegistry
import HetuSchemas

/// Makes empty lists to fill in: the official headers in their order, drop-downs, what each column means, an example that import passes over.
public struct TemplateWriter {
  private let kinds: [Kind]

  /// A writer of templates of the given kinds.
  public init(_ kinds: [Kind]) { self.kinds = kinds }

  /// So many rows of a sheet have drop-downs and checks.
  static let openRows = 2_000
  /// The word in the first column by which import knows the example.
  static let exampleMark = "示例"

  /// Writes the workbook: a sheet of instructions, a sheet for each kind, and one for each list of things that its records have.
  ///
  /// - Throws: `ExchangeError` where the file is there already or can't be written.
  public func write(to path: String, overwrite: Bool) throws {
    let writer = try FormWriter(path: path, overwrite: overwrite)
    try writer.writeInstructions(SheetNames.instructions, instructions)
    for kind in kinds {
      let columns = FormLayout(kind).templateColumns
      try writer.begin(
        Form(
          name: kind.listTitle, title: kind.listTitle, headLine: Form.whoAndWhen, columns: columns.map(\.column),
          openRows: Self.openRows))
      try writer.write(columns.map(\.example), look: .example)
      writer.end()
      for property in kind.attachedProperties {
        let columns = FormLayout.attachedTemplate(property, of: kind)
        try writer.begin(
          Form(
            name: SheetNames.attached(property, of: kind), title: "\(kind.listTitle)附表：\(property.title)",
            columns: columns.map(\.column), openRows: Self.openRows))
        try writer.write(columns.map(\.example), look: .example)
        writer.end()
      }
    }
    try writer.finish()
  }

  private var instructions: [String] {
    var lines = [
      "填报说明",
      "1. 一行填一条记录。灰色斜体的示例行仅供参考，导入时自动跳过，可以不删。",
      "2. 蓝色表头为必填或应填，灰色表头为选填。鼠标停在表头上，可以看到该列怎么填。",
      "3. 不要改表头、不要合并单元格；数字只填数字，单位以表头为准；没有的内容留空。",
      "4. 坐标填十进制度或度分秒，为 CGCS2000（天地图）坐标；从高德、腾讯、百度地图取得的坐标，请另文件填报并注明。",
      "5. 编号可以不填，由系统编排；已有编号的记录请照原编号填写，导入时更新该记录：留空的格不改原有内容，填“/”或“—”的格清空原有内容。",
    ]
    let attached = kinds.flatMap { kind in kind.attachedProperties.map { SheetNames.attached($0, of: kind) } }
    if !attached.isEmpty {
      lines.append("6. 附表（\(attached.joined(separator: "、"))）每行填一项，用“编号”对应主表的记录；主表没有编号的，填主表的名称。")
    }
    return lines
  }
}

/// The columns that forms of a kind have.
public struct FormLayout {
  typealias TemplateColumn = (column: Form.Column, example: OutputValue)

  private let kind: Kind

  /// The columns of a kind.
  public init(_ kind: Kind) { self.kind = kind }

  /// The columns of a template: number, the properties, and where the record lies.
  var templateColumns: [TemplateColumn] {
    var columns = [Self.numberColumn]
    let properties: [TemplateColumn] = kind.filledProperties.map {
      ($0.templateColumn, $0.name == "code" ? .null : $0.example)
    }
    let head = kind.filledProperties.prefix { ["code", "name", "district"].contains($0.name) }.count
    columns += properties.prefix(head)
    columns += positionColumns
    columns += properties.dropFirst(head)
    return columns
  }

  private var positionColumns: [TemplateColumn] {
    var columns: [TemplateColumn] = []
    if kind.allowsPoint {
      let note = "CGCS2000 坐标，十进制度（如 110.894200），也可填度分秒（如 110°53′39″）。"
      for (title, minimum, maximum, example) in [("经度", 73.0, 136.0, 110.8942), ("纬度", 3.0, 54.0, 34.5168)] {
        columns.append(
          (
            Form.Column(
              header: "\(title)（°）", kind: .real, width: 13, note: note,
              rule: .number(minimum: minimum, maximum: maximum, isWhole: false), isWanted: true), .real(example)
          ))
      }
    }
    if kind.allowsShape {
      let note = "线或面的 WKT 文字，如 LINESTRING (110.8 34.5, 110.9 34.6)，由 GIS 人员填；也可以不填，另交 SHP 或 KML 文件。"
      columns.append((Form.Column(header: "几何", width: 20, note: note), .null))
    }
    return columns
  }

  private static var numberColumn: TemplateColumn {
    (
      Form.Column(header: "序号", kind: .integer, width: 6, note: "顺序号。填“\(TemplateWriter.exampleMark)”的行导入时跳过。"),
      .text(TemplateWriter.exampleMark)
    )
  }

  /// The columns of a template for the items of one property.
  static func attachedTemplate(_ property: Property, of kind: Kind) -> [TemplateColumn] {
    let owner: [TemplateColumn] = [
      (Form.Column(header: "编号", width: 20, note: "主表中该记录的编号。", isWanted: true), .null),
      (
        Form.Column(header: AttachedList.ownerHeader(kind), width: 24, note: "主表没有编号时填主表的名称。", isWanted: true),
        .text("示例\(kind.title)")
      ),
    ]
    return [numberColumn] + owner + property.itemProperties.map { ($0.templateColumn, $0.example) }
  }
}
