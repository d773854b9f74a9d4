#ifndef HETU_CPROJ_H
#define HETU_CPROJ_H
#include <geodesic.h>
#include <proj.h>
#endif
