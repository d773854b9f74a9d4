"""Opens every layer of the registry argv[1] in QGIS with its default style, edits it, and prints what is wrong."""
import os
import re
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")
from qgis.core import QgsApplication, QgsGeometry, QgsPointXY, QgsRenderContext, QgsVectorLayer, QgsVectorLayerUtils

path = sys.argv[1]
application = QgsApplication([], False)
application.initQgis()


def expect(truth, words):
    if not truth:
        print(words)


def opened(name, geometry=None):
    layer = QgsVectorLayer(f"{path}|layername={name}" + (f"|geometrytype={geometry}" if geometry else ""), name, "ogr")
    expect(layer.isValid(), f"{name}: no valid layer")
    expect(layer.loadDefaultStyle()[1], f"{name}: no default style")
    for field in layer.fields():
        expect(re.search("[\u4e00-\u9fff]", field.alias()), f"{name}.{field.name()}: no Chinese alias")
    return layer


# kind, geometry forced where the layer is still empty and holds any, renderer, first symbol layer and its colour
for name, geometry, renderer, look in [
    ("tailings_pond", None, "categorizedSymbol", "SvgMarker"),
    ("emergency_facility", None, "categorizedSymbol", "SvgMarker"),
    ("hazmat_carrier", None, "singleSymbol", "SvgMarker"),
    ("river_reach", "LineString", "singleSymbol", "SimpleLine #1f6fb5"),
    ("oil_pipeline", "LineString", "singleSymbol", "SimpleLine #7a4a20"),
    ("protection_zone", "Polygon", "categorizedSymbol", "SimpleFill #00857c"),
    ("district", "Polygon", "categorizedSymbol", "SimpleFill #fdfcf8"),
    ("chemical_park", "Polygon", "RuleRenderer", "SvgMarker"),
    ("sensitive_target", "Point", "RuleRenderer", "SvgMarker"),
    ("monitoring_section", "Point", "RuleRenderer", "SvgMarker"),
]:
    layer = opened(name, geometry)
    expect(layer.renderer().type() == renderer, f"{name}: renderer is {layer.renderer().type()}")
    first = layer.renderer().symbols(QgsRenderContext())[0].symbolLayer(0)
    drawn = first.layerType() if first.layerType() == "SvgMarker" else f"{first.layerType()} {first.color().name()}"
    expect(drawn == look, f"{name}: first drawn as {drawn}")
    expect(layer.labelsEnabled(), f"{name}: no labels")
opened("problem")

pond = opened("tailings_pond")
index = pond.fields().indexOf
widgets = {field: pond.editorWidgetSetup(index(field)).type() for field in ("risk_grade", "red_mud", "report_date", "id")}
expect(
    widgets == {"risk_grade": "ValueMap", "red_mud": "CheckBox", "report_date": "DateTime", "id": "Hidden"},
    f"tailings_pond: widgets are {widgets}")
expect(pond.displayExpression() == '"name"', f"tailings_pond: shown as {pond.displayExpression()}")

pond.startEditing()
feature = QgsVectorLayerUtils.createFeature(pond, QgsGeometry.fromPointXY(QgsPointXY(111, 34.5)))
feature["name"] = "示意库"
pond.addFeature(feature)
expect(pond.commitChanges(), f"tailings_pond: {pond.commitErrors()}")
pond.startEditing()
pond.changeAttributeValue(1, index("risk_grade"), "重大")
expect(pond.commitChanges(), f"tailings_pond: {pond.commitErrors()}")
