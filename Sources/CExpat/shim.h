#ifndef HETU_CEXPAT_H
#define HETU_CEXPAT_H
#include <expat.h>
#endif
