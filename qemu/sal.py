# SPDX-License-Identifier: GPL-2.0
"""The annotations that Microsoft's static analyser reads, of both kinds: makes compat/kit/include/sal.h.

Usage: sal.py [--check]

They follow rules: __deref_opt_inout_bcount_part_opt(size, length). All mean nothing to a
compiler. With --check nothing is written, and a header that is not current is an error.
"""
import itertools
import pathlib
import sys

page = pathlib.Path(__file__).resolve().parent.parent / "compat/kit/include/sal.h"
HEAD = """/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * sal.h - made by qemu/sal.py: annotations for Microsoft's static analyser, of both
 * kinds. Here they mean nothing.
 */
#ifndef COMPAT_DRIVER_SAL_H
#define COMPAT_DRIVER_SAL_H

"""
# Those of no rule; a bracket says that they have arguments.
FIRST = """
    __reserved __checkReturn __nullterminated __nullnullterminated __possibly_notnullterminated __notnull
    __maybenull __valid __notvalid __maybevalid __readonly __notreadonly __maybereadonly __pre __post __deref
    __refparam __override __callback __format_string __fallthrough __nothrow __encoded_pointer __encoded_array
    __exceptthat __execeptthat __typefix( __success( __blocksOn( __control_entrypoint( __data_entrypoint( __precond(
    __postcond( __readableTo( __writableTo( __elem_readableTo( __elem_writableTo( __byte_readableTo(
    __byte_writableTo( __struct_bcount( __struct_xcount( __range( __field_range( __in_range( __out_range(
    __ret_range( __deref_in_range( __deref_out_range( __deref_inout_range( __deref_ret_range( __field_nullterminated
    __field_nullnullterminated __field_encoded_pointer __field_encoded_array __in_awcount( __out_awcount( __return
    __user_driver __user_code __kernel_driver __kernel_code __internal_kernel_driver __analysis_assume(
    __analysis_assert( __analysis_hint( __analysis_noreturn __post_invalid __in_data_source( __out_data_source(
    __kernel_entry __file_parser( __rpc_entry __gdi_entry __bound __allocator __drv_aliasesMem __drv_allocatesMem(
    __drv_arg( __drv_at( __drv_by( __drv_completionType( __drv_constant __drv_deref( __drv_dispatchType(
    __drv_dispatchType_other __drv_dispatch_type( __drv_fixedIRQL __drv_floatRestored __drv_floatSaved
    __drv_floatUsed __drv_formatString( __drv_freesMem( __drv_fun( __drv_functionClass( __drv_in( __drv_in_deref(
    __drv_innerAcquiresGlobal( __drv_acquiresExclusiveResource( __drv_releasesExclusiveResource(
    __drv_acquiresResource( __drv_releasesResource( __drv_acquiresResourceGlobal( __drv_releasesResourceGlobal(
    __drv_acquiresCancelSpinLock __drv_releasesCancelSpinLock __drv_acquiresCriticalRegion
    __drv_releasesCriticalRegion __drv_mustHold( __drv_neverHold( __drv_mustHoldGlobal( __drv_neverHoldGlobal(
    __drv_mustHoldCancelSpinLock __drv_neverHoldCancelSpinLock __drv_mustHoldCriticalRegion
    __drv_neverHoldCriticalRegion __drv_mustHoldPriorityRegion __drv_neverHoldPriorityRegion
    __drv_acquiresExclusiveResourceGlobal( __drv_releasesExclusiveResourceGlobal( __drv_acquiresPriorityRegion
    __drv_releasesPriorityRegion __drv_interlocked __drv_isCancelIRQL __drv_isObjectPointer __drv_maxFunctionIRQL(
    __drv_maxIRQL( __drv_minFunctionIRQL( __drv_minIRQL( __drv_mustSetIRQL __drv_nonConstant __drv_notInCPP
    __drv_notPointer __drv_out( __drv_out_deref( __drv_preferredFunction( __drv_raisesIRQL( __drv_reportError(
    __drv_requiresIRQL( __drv_ret( __drv_restoresIRQL __drv_restoresIRQLGlobal( __drv_sameIRQL __drv_savesIRQL
    __drv_savesIRQLGlobal( __drv_setsIRQL( __drv_strictType( __drv_strictTypeMatch( __drv_unit( __drv_useCancelIRQL
    __drv_valueIs( __drv_when( __drv_clearDoInit( __drv_arg_unit( __drv_inTry __drv_notInTry __drv_Mode_impl(
    __drv_ioctl( __drv_callbackType( __drv_declspec( __drv_group( __drv_nop( __drv_none __drv_holdsCancelSpinLock
    __drv_userCode __deref_nonvolatile __field_data_source( __transfer( __translates_Win32_to_HRESULT(
    __translates_name_to_param( __inexpressible_readableTo( __inexpressible_writableTo( __out_has_adt_prop(
    __out_has_type_adt_props( __useHeader __on_failure( __always( __deallocate( __deallocate_opt(
"""
SECOND = """
    _Always_( _Analysis_assume_( _Analysis_assume_nullterminated_( _Analysis_assert_( _Analysis_mode_(
    _Analysis_noreturn_ _At_( _At_buffer_( _Called_from_function_class_( _Check_return_ _Const_ _Enum_is_bitflag_
    _Function_class_( _Function_ignore_lock_checking_( _Group_( _Literal_ _Notliteral_ _Maybe_raises_SEH_exception_
    _Raises_SEH_exception_ _Maybenull_ _Maybevalid_ _Must_inspect_result_ _Notnull_ _Notvalid_ _Valid_ _Null_
    _NullNull_terminated_ _Null_terminated_ _On_failure_( _Points_to_data_ _Readable_bytes_( _Readable_elements_(
    _Writable_bytes_( _Writable_elements_( _Reserved_ _Result_nullonfailure_ _Result_zeroonfailure_
    _Return_type_success_( _Success_( _Strict_type_match_ _Struct_size_bytes_( _Unchanged_( _Use_decl_annotations_
    _When_( _Format_string_impl_( _Printf_format_string_ _Printf_format_string_params_( _Scanf_format_string_
    _Scanf_format_string_params_( _Scanf_s_format_string_ _Scanf_s_format_string_params_( _In_defensive_(
    _Out_defensive_( _Inout_defensive_( _In_function_class_( _No_competing_thread_ _Field_z_ _Post_ _Pre_
    _Post_ptr_invalid_ _Post_equal_to_( _Post_equals_last_error_ _Post_readable_byte_size_( _Post_readable_size_(
    _Post_satisfies_( _Post_writable_byte_size_( _Post_writable_size_( _Pre_equal_to_( _Pre_readable_byte_size_(
    _Pre_readable_size_( _Pre_satisfies_( _Pre_writable_byte_size_( _Pre_writable_size_( _Ret_ _Ret_opt_
    _Ret_maybenull_z_ _Outref_ _Outref_result_maybenull_ _Outref_result_nullonfailure_ _Acquires_lock_(
    _Acquires_exclusive_lock_( _Acquires_nonreentrant_lock_( _Acquires_shared_lock_( _Releases_lock_(
    _Releases_exclusive_lock_( _Releases_nonreentrant_lock_( _Releases_shared_lock_( _Requires_lock_held_(
    _Requires_lock_not_held_( _Requires_exclusive_lock_held_( _Requires_shared_lock_held_( _Requires_no_locks_held_
    _Acquires_spin_lock_( _Releases_spin_lock_( _Guarded_by_( _Write_guarded_by_( _Interlocked_
    _Interlocked_operand_ _Benign_race_begin_ _Benign_race_end_ _Create_lock_level_( _Has_lock_level_(
    _Has_lock_kind_( _Lock_level_order_( _Post_same_lock_( _Moves_lock_( _Replaces_lock_( _Swaps_locks_(
    _Detaches_lock_( _No_return_lock_ _IRQL_always_function_max_( _IRQL_always_function_min_( _IRQL_is_cancel_
    _IRQL_raises_( _IRQL_requires_( _IRQL_requires_max_( _IRQL_requires_min_( _IRQL_requires_same_ _IRQL_restores_
    _IRQL_restores_global_( _IRQL_saves_ _IRQL_saves_global_( _IRQL_uses_cancel_ _Dispatch_type_(
    _Kernel_clear_do_init_( _Kernel_float_restored_ _Kernel_float_saved_ _Kernel_float_used_
    _Kernel_IoGetDmaAdapter_ _Kernel_acquires_resource_( _Kernel_releases_resource_(
    _Kernel_requires_resource_held_( _Kernel_requires_resource_not_held_( _Analysis_assume_lock_acquired_(
    _Analysis_assume_lock_held_( _Analysis_assume_lock_not_held_( _Analysis_assume_lock_released_(
    _Analysis_assume_same_lock_( _Analysis_suppress_lock_checking_( _Internal_lock_level_order_(
    _No_competing_thread_begin_ _No_competing_thread_end_ _Deref_ _Deref2_pre_readonly_ _Pre_unknown_
    _Pre_defensive_ _Post_defensive_ _Notref_ _Frees_ptr_ _Frees_ptr_opt_ _IRQL_inout_ _Kernel_entry_
    _Kernel_entry_always_
"""


def product(*parts):
    return ("".join(words) for words in itertools.product(*parts))


def first():
    """Of the old kind."""
    way, counted = ("in", "out", "inout"), ("ecount", "bcount", "xcount")
    for begin in product(("__",), ("", "deref_", "deref_opt_"), way):
        yield from product((begin,), ("", "_z", "_nz"), ("", "_opt"))
        yield from product((f"{begin}_",), counted, ("", "_z", "_nz", "_full", "_full_z", "_part", "_part_z"),
                           ("", "_opt"), ("(",))
    yield from product(("__", "__deref_", "__deref_opt_"), counted, ("", "_opt"), ("(",))
    yield from product(("__field_",), counted, ("", "_full", "_part"), ("", "_opt"), ("(",))
    yield from FIRST.split()


def second():
    """Of the new kind."""
    opt = ("", "opt_")
    for way in ("_In_", "_Out_", "_Inout_"):
        yield from product((way,), opt, ("", "z_"))
        yield from product((way,), opt, ("", "z_"), ("", "byte"), ("count_", "cap_", "capcount_"),
                           ("", "c_", "x_", "m_"), ("(",))
        yield from product((way,), opt, ("", "z_"), ("cap_post_count_(", "bytecap_post_bytecount_("))
        yield from product((way,), opt, ("ptrdiff_count_(", "ptrdiff_cap_("))
    for access in ("_In_reads_", "_Out_writes_", "_Inout_updates_"):
        yield from product((access,), ("", "bytes_"), ("", "to_", "all_", "or_z_"), opt, ("", "z_"), ("(",))
        yield from product((access,), ("to_ptr_", "or_z_"), opt, ("", "z_"), ("(",))
        yield from product((access,), ("opt_z_(", "z_("))
    yield from product(("_", "_COM_"), ("Outptr_",), opt, ("", "result_maybenull_", "result_z_", "result_maybenull_z_",
                                                         "result_nullonfailure_"))
    yield from product(("_Outptr_", "_Outptr_opt_", "_Outref_"), ("result_",), ("", "byte"), ("buffer_",),
                       ("", "to_", "all_"), ("", "maybenull_"), ("(",))
    yield from product(("_Ret_writes_",), ("", "bytes_"), ("", "to_"), ("", "maybenull_"), ("", "z_"), ("(",))
    yield from product(("_Field_size_",), ("", "bytes_"), ("", "full_", "part_"), opt, ("(",))
    # What holds before and after a call, of a value or of what it points to.
    for begin in ("_Pre_", "_Post_", "_Prepost_", "_Ret_", "_Deref_pre_", "_Deref_post_", "_Deref_prepost_",
                  "_Deref_ret_"):
        yield from product((begin,), opt, ("z_", "valid_"))
        yield from product((begin,), ("maybenull_", "notnull_", "null_", "readonly_", "writeonly_", "invalid_"))
        yield from product((begin,), opt, ("", "z_", "valid_"), ("", "byte"), ("cap_", "count_"), ("", "c_", "x_"),
                           ("(",))
    yield from product(("_Deref_",), opt, ("out_",), opt, ("", "z_"))
    yield from product(("_In_", "_Out_", "_Inout_", "_Ret_", "_Field_", "_Deref_in_", "_Deref_out_", "_Deref_inout_",
                        "_Deref_ret_"), ("range_(", "bound_"))
    yield from SECOND.split()


def main():
    text = HEAD + "".join(f"#define {name.replace('(', '(...)')}\n" for name in dict.fromkeys([*first(), *second()]))
    text += "\n#endif\n"
    if "--check" not in sys.argv[1:]:
        page.write_text(text, encoding="utf-8")
    elif page.read_text(encoding="utf-8") != text:
        sys.exit("compat/kit/include/sal.h is not current: run qemu/sal.py")


main()
