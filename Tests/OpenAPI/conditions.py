"""What OpenAPI can't say, for schemathesis: texts written in a way of their own, by the names that the description gives their formats, and
parameters that go together or exclude each other. Requests that are meant to be refused are left as they are."""

import base64
import json
import os
import re
import urllib.request

import schemathesis
from hypothesis import strategies as st

BASE = os.environ.get("HETU_BASE", "http://127.0.0.1:8080")
TOKEN = os.environ.get("HETU_TOKEN")

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


# Each kind of record has a name.
comparisons = st.one_of(
    st.tuples(st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), texts).map(lambda two: f"name {two[0]} {quoted(two[1])}"),
    texts.map(lambda text: f"casei(name) LIKE casei({quoted(text)})"),
    st.lists(texts, min_size=1, max_size=4).map(lambda list: f"name IN ({', '.join(map(quoted, list))})"),
    st.sampled_from(["name IS NULL", "name IS NOT NULL"]),
)
filters = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        inner.map(lambda one: f"NOT ({one})"), st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda all: "(" + " ".join(all) + ")")
    ),
    max_leaves=6,
)
json_filters = st.tuples(st.sampled_from(["=", "<>", "<", ">"]), texts).map(
    lambda two: json.dumps({"op": two[0], "args": [{"property": "name"}, two[1]]}, ensure_ascii=False)
)
days = st.dates().filter(lambda day: day.year >= 1000).map(str)

for name, strategy in {
    "cql2": st.one_of(filters, json_filters),
    "sortby": st.sampled_from(["name", "-name", "+name"]),
    "page": st.integers(0, 1 << 40).map(lambda row: base64.urlsafe_b64encode(f"[{row}]".encode()).decode().rstrip("=")),
    "interval": st.one_of(st.tuples(days, days).map(sorted).map("/".join), days.map("../{}".format), days.map("{}/..".format)),
    "substance": st.sampled_from(["氰化物", "苯", "氨氮", "石油类", "铅", "镉"]),
}.items():
    schemathesis.openapi.format(name, strategy)


def existing():
    """The code of a record of each collection, and the rivers' codes."""

    def get(path):
        request = urllib.request.Request(BASE + path, headers={"Authorization": f"Bearer {TOKEN}"} if TOKEN else {})
        return json.load(urllib.request.urlopen(request))

    codes = {}
    for collection in get("/collections?f=json")["collections"]:
        try:
            features = get(f"/collections/{collection['id']}/items?f=json&limit=1")["features"]
        except urllib.error.HTTPError:
            continue
        if features:
            codes[collection["id"]] = features[0]["properties"]["code"]
    return codes, [river["code"] for river in get("/rivers")["rivers"]]


CODES, RIVERS = existing()
# What `hetu explain` tells about.
records = st.sampled_from([f"{kind}/{CODES[kind]}" for kind in ("key_enterprise", "tailings_pond", "drinking_water_source") if kind in CODES] or ["river/0"])
rivers = st.sampled_from(RIVERS or ["0"])
schemathesis.openapi.format("record", records)
schemathesis.openapi.format("river", rivers)
schemathesis.openapi.format("place", st.one_of(records, st.sampled_from(["111.2,34.7", "111.9,34.75"]), rivers.map(lambda code: f"{code} K10+000")))


def numbers(value):
    """The numbers of a list, which may stand as a text already."""
    return [float(part) for part in (value.split(",") if isinstance(value, str) else value)]


@schemathesis.hook
def map_case(context, case):
    if case.meta is not None and not case.meta.generation.mode.is_positive:
        return case
    # Half of the records and rivers in paths are there.
    path = case.path_parameters or {}
    if len(str(path.get("feature", ""))) % 2 and path.get("collection") in CODES:
        path["feature"] = CODES[path["collection"]]
    if len(str(path.get("river", ""))) % 2 and RIVERS:
        path["river"] = RIVERS[0]
    query = case.query or {}
    if case.path.endswith("/zones") and "drinking_water_source" in CODES:
        query["ref"] = f"drinking_water_source/{CODES['drinking_water_source']}"
    # A release is a substance and either a mass or a rate; what goes on has no duration, and is known downstream only.
    if "mass" in query:
        query.pop("rate", None)
    if "substance" not in query or not {"mass", "rate"} & set(query):
        for name in ("substance", "mass", "rate"):
            query.pop(name, None)
    if "rate" in query:
        query.pop("duration", None)
    if "substance" in query:
        query.pop("direction", None)
    # A place is given by `at` or by `of`, in degrees.
    if "at" in query:
        query.pop("of", None)
        longitude, latitude = numbers(query["at"])
        query["at"] = f"{longitude % 180},{latitude % 90}"
    elif case.path.endswith("/near") and "of" not in query:
        query["at"] = "111.2,34.7"
    # A box's least numbers come first, and are degrees where no other system is named.
    if "bbox" in query:
        query.pop("bbox-crs", None)
        box = numbers(query["bbox"])
        half = len(box) // 2
        pairs = [sorted((box[axis], box[axis + half])) for axis in range(half)]
        query["bbox"] = ",".join(str(pair[end]) for end in (0, 1) for pair in pairs)
    # A zone of Gauss-Krüger takes no records that lie far from it.
    if re.search(r"/EPSG/0/45(3[4-9]|4\d|5[0-4])$", str(query.get("crs", ""))):
        query.pop("crs")
    # What says how a filter is to be read goes with one, and a page's beginning with the order that it was made for.
    if "filter" not in query:
        query.pop("filter-crs", None)
        query.pop("filter-lang", None)
    elif (query.get("filter-lang") == "cql2-json") != str(query["filter"]).startswith("{"):
        query.pop("filter-lang", None)
    if "sortby" in query:
        query.pop("after", None)
    return case
