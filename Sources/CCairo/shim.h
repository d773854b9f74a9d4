#ifndef HETU_CCAIRO_H
#define HETU_CCAIRO_H
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#endif
