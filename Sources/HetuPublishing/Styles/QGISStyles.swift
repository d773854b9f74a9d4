import HetuRegistry
import HetuSchemas

/// The styles that a registry carries, so that a GIS opens it dressed: symbols of the map sheet, names, Chinese field
/// titles, drop-down lists and forms.
public enum QGISStyles {
  /// The style of each kind as QML of QGIS 3.22 and, its symbols only, as Styled Layer Descriptor 1.1.
  ///
  /// The same kinds give the same bytes.
  public static func styles(for kinds: [Kind]) -> [(kind: Kind, qml: String, sld: String)] {
    kinds.map { kind in
      let look = KindLook(kind)
      return (kind, qml(kind, look), SLDSymbols(kind: kind, look: look).document())
    }
  }

  /// Makes these styles the default ones of all layers of a registry.
  ///
  /// - Throws: `RegistryError` of class storage where the file can't be written.
  public static func apply(to registry: Registry) throws {
    try registry.setStyles(styles(for: registry.kinds.all))
  }

  private static func qml(_ kind: Kind, _ look: KindLook) -> String {
    let renderer = QMLSymbols(kind: kind, look: look).renderer()
    let labels = QMLLabels(kind: kind, look: look).labeling()
    return StyleElement(
      "qgis",
      [
        "version": "3.22.16", "styleCategories": "AllStyleCategories", "labelsEnabled": labels == nil ? "0" : "1",
        "readOnly": "0", "hasScaleBasedVisibilityFlag": "0",
      ], [renderer, labels].compactMap { $0 } + QMLForm(kind: kind).elements()
    ).document
  }
}
