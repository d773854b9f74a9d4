#ifndef HETU_CGLIB_H
#define HETU_CGLIB_H
#include <glib.h>
#endif
