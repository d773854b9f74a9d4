"""Geodesic lengths on WGS 84, a local plane in kilometres, GCJ-02 and coordinate texts."""

import math

SEMI_MAJOR_METRES = 6378137.0
FLATTENING = 1 / 298.257223563
ORIGIN_LONGITUDE, ORIGIN_LATITUDE = 111.0, 34.4
KILOMETRES_PER_DEGREE_X = 111.413 * math.cos(math.radians(ORIGIN_LATITUDE))
KILOMETRES_PER_DEGREE_Y = 110.94


def to_plane(position):
    """Longitude, latitude in degrees to kilometres east and north of the origin (approximate)."""
    return ((position[0] - ORIGIN_LONGITUDE) * KILOMETRES_PER_DEGREE_X,
            (position[1] - ORIGIN_LATITUDE) * KILOMETRES_PER_DEGREE_Y)


def to_degrees(point):
    """The inverse of `to_plane`, rounded to the precision of the files (0.1 m)."""
    return (round(ORIGIN_LONGITUDE + point[0] / KILOMETRES_PER_DEGREE_X, 6),
            round(ORIGIN_LATITUDE + point[1] / KILOMETRES_PER_DEGREE_Y, 6))


def distance_metres(a, b):
    """Geodesic distance by Vincenty's inverse formula (Survey Review 23, 1975); for near points only."""
    if a == b:
        return 0.0
    minor = SEMI_MAJOR_METRES * (1 - FLATTENING)
    u1 = math.atan((1 - FLATTENING) * math.tan(math.radians(a[1])))
    u2 = math.atan((1 - FLATTENING) * math.tan(math.radians(b[1])))
    difference = math.radians(b[0] - a[0])
    sin_u1, cos_u1, sin_u2, cos_u2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    longitude = difference
    for _ in range(20):
        sin_l, cos_l = math.sin(longitude), math.cos(longitude)
        sin_sigma = math.hypot(cos_u2 * sin_l, cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_l)
        cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_l
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos_u1 * cos_u2 * sin_l / sin_sigma
        cos2_alpha = 1 - sin_alpha ** 2
        cos_2m = cos_sigma - 2 * sin_u1 * sin_u2 / cos2_alpha
        c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
        previous = longitude
        longitude = difference + (1 - c) * FLATTENING * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m ** 2 - 1)))
        if abs(longitude - previous) < 1e-12:
            break
    u_squared = cos2_alpha * (SEMI_MAJOR_METRES ** 2 - minor ** 2) / minor ** 2
    big_a = 1 + u_squared / 16384 * (4096 + u_squared * (-768 + u_squared * (320 - 175 * u_squared)))
    big_b = u_squared / 1024 * (256 + u_squared * (-128 + u_squared * (74 - 47 * u_squared)))
    delta = big_b * sin_sigma * (cos_2m + big_b / 4 * (
        cos_sigma * (2 * cos_2m ** 2 - 1)
        - big_b / 6 * cos_2m * (4 * sin_sigma ** 2 - 3) * (4 * cos_2m ** 2 - 3)))
    return minor * big_a * (sigma - delta)


def length_km(line):
    """Geodesic length of a line of longitudes and latitudes."""
    return sum(distance_metres(a, b) for a, b in zip(line, line[1:])) / 1000


def gcj02(position):
    """WGS 84 to GCJ-02 by the formula in public use."""
    x, y = position[0] - 105.0, position[1] - 35.0
    root, pi = math.sqrt(abs(x)), math.pi
    common = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    d_lat = (-100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
             + (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
             + (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3)
    d_lon = (300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
             + (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
             + (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3)
    axis, eccentricity = 6378245.0, 0.00669342162296594323
    latitude = math.radians(position[1])
    magic = 1 - eccentricity * math.sin(latitude) ** 2
    d_lat = math.degrees(d_lat / (axis * (1 - eccentricity) / magic ** 1.5))
    d_lon = math.degrees(d_lon / (axis / math.sqrt(magic) * math.cos(latitude)))
    return (position[0] + d_lon, position[1] + d_lat)


def degrees_minutes_seconds(value, hemisphere):
    """`E111°12′00.36″`, as such lists write a coordinate."""
    hundredths = round(value * 360000)
    degrees, rest = divmod(hundredths, 360000)
    minutes, seconds = divmod(rest, 6000)
    return f"{hemisphere}{degrees}°{minutes:02d}′{seconds / 100:05.2f}″"
