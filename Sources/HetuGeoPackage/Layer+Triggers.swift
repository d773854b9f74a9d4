extension Layer {
  /// The triggers that keep the R-tree of a layer made here, as they must stand in the file; none for a table
  /// without geometry.
  public static func indexTriggers(ofTable table: String, hasGeometry: Bool) -> [(name: String, sql: String)] {
    guard hasGeometry else { return [] }
    let index = SpatialIndex(
      table: table, primaryKey: LayerDefinition.primaryKey, column: GeometryColumn.name)
    return zip(["_insert", "_update1", "_update2", "_update3", "_update4", "_delete"], index.triggers).map {
      (name: index.name + $0, sql: $1)
    }
  }
}
