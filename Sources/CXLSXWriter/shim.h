#ifndef HETU_CXLSXWRITER_H
#define HETU_CXLSXWRITER_H
#include <xlsxwriter.h>
#endif
