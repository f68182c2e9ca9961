/* SPDX-License-Identifier: GPL-2.0 */
/* basetyps.h - what declares interfaces, as COM has them. */
#ifndef COMPAT_DRIVER_BASETYPS_H
#define COMPAT_DRIVER_BASETYPS_H

#define _BASETYPS_H_
#define _ERROR_STATUS_T_DEFINED

#include <windef.h>
#include <guiddef.h>

#define STDMETHODCALLTYPE	WINAPI
#define STDMETHODVCALLTYPE
#define STDAPICALLTYPE		WINAPI
#define STDAPIVCALLTYPE
#define STDAPI			EXTERN_C HRESULT STDAPICALLTYPE
#define STDAPI_(type)		EXTERN_C type STDAPICALLTYPE
#define STDMETHODIMP		HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type)	type STDMETHODCALLTYPE
#define STDAPIV			EXTERN_C HRESULT STDAPIVCALLTYPE
#define STDAPIV_(type)		EXTERN_C type STDAPIVCALLTYPE
#define STDMETHODIMPV		HRESULT STDMETHODVCALLTYPE
#define STDMETHODIMPV_(type)	type STDMETHODVCALLTYPE

#undef interface
#define interface		struct
#if defined(__cplusplus) && !defined(CINTERFACE)
#define STDMETHOD(method)	virtual HRESULT STDMETHODCALLTYPE method
#define STDMETHOD_(type, method) virtual type STDMETHODCALLTYPE method
#define STDMETHODV(method)	virtual HRESULT STDMETHODVCALLTYPE method
#define STDMETHODV_(type, method) virtual type STDMETHODVCALLTYPE method
#define PURE			= 0
#define THIS_
#define THIS			void
#define DECLARE_INTERFACE(name)	interface name
#define DECLARE_INTERFACE_(name, base) interface name : public base
#else
#define STDMETHOD(method)	HRESULT (STDMETHODCALLTYPE *method)
#define STDMETHOD_(type, method) type (STDMETHODCALLTYPE *method)
#define STDMETHODV(method)	HRESULT (STDMETHODVCALLTYPE *method)
#define STDMETHODV_(type, method) type (STDMETHODVCALLTYPE *method)
#define PURE
#define THIS_			INTERFACE *This,
#define THIS			INTERFACE *This
#define DECLARE_INTERFACE(name) \
	typedef interface name { struct name##Vtbl *lpVtbl; } name; \
	typedef struct name##Vtbl name##Vtbl; \
	struct name##Vtbl
#define DECLARE_INTERFACE_(name, base) DECLARE_INTERFACE(name)
#endif

typedef ULONG error_status_t;

#endif
