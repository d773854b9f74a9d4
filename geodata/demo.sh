#!/usr/bin/env bash
# Makes the demonstration: a registry from the lists of geodata/sanmenxia, and one river's plan.
# Usage: demo.sh HETU FOLDER RIVER
set -euo pipefail
hetu=$1 folder=$2 river=$3
data=$(cd "$(dirname "$0")" && pwd)/sanmenxia
mkdir -p "$folder"
export HETU_REGISTRY=$folder/三门峡示意.gpkg
rm -f "$HETU_REGISTRY"
"$hetu" init --data-note 示意数据
for file in districts.geojson rivers.geojson 河流信息清单.csv 监测断面.geojson 环境应急空间与设施.shp 敏感目标.kml \
  敏感目标_保护地.geojson 保护区.geojson 输油管线.geojson 危化品运输路线.geojson 重点环境风险源清单.xlsx \
  尾矿库清单_卢氏县_GBK.csv 饮用水源地清单.csv 应急队伍清单.xlsx 应急物资清单.xlsx 制度机制清单.xlsx 台账.xlsx; do
  "$hetu" import "$data/$file"
done
"$hetu" import --crs gcj02 "$data/重点企业清单_高德坐标.xlsx"
"$hetu" plan "$river" -o "$folder" --force
echo
echo "Registry: $HETU_REGISTRY"
echo "Plan:     $folder/$river"
