#ifndef HETU_CPNG_H
#define HETU_CPNG_H
#include <png.h>
#endif
