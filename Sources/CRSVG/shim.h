#ifndef HETU_CRSVG_H
#define HETU_CRSVG_H
#include <cairo-pdf.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <librsvg/rsvg.h>
#endif
