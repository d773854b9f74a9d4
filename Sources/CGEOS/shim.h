#ifndef HETU_CGEOS_H
#define HETU_CGEOS_H
/* Only the reentrant calls: every call takes the context that it reports errors to. */
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
#include <stdarg.h>
#include <stdio.h>
#if GEOS_CAPI_VERSION_MAJOR == 1 && GEOS_CAPI_VERSION_MINOR < 17
#error "GEOS 3.11 or newer is needed (libgeos-dev)"
#endif
#endif
