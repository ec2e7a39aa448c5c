package io.barograph.core.expr;

import io.barograph.core.column.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is being compiled: what an {@link Overload.Implementation} may know and build.
 *
 * @param call as the plan has it
 * @param signature the types that the kernel sees
 * @param arguments compiled and widened to the signature's types; empty for a lazy overload
 * @param result counts the call's undefined results
 */
record CallSite(
        Expr.Call call, Overload.Signature signature, List<Node> arguments, ResultValidity result, Compiler compiler) {
    Type resultType() {
        return call.type();
    }

    Type argumentType(int index) {
        return signature.arguments().get(index);
    }

    /** The literal that argument {@code index} is at every position, or null where it depends on the row. */
    Expr.@Nullable Literal literal(int index) {
        return arguments.get(index).literal();
    }

    /** The same call with its arguments in another order or form. */
    CallSite withArguments(List<Node> others) {
        List<Type> types = others.stream().map(Node::type).toList();
        return new CallSite(call, new Overload.Signature(types, signature.result()), others, result, compiler);
    }

    /**
     * A node for a kernel whose result is NULL wherever an argument is, and depends on nothing but the arguments at the
     * same position. Where only one argument varies and is VARCHAR, the kernel runs once per dictionary entry;
     * but for DECIMALs, which few texts are twice.
     */
    Node call(Kernel kernel) {
        if (resultType().isDecimal()) {
            return nullAware(kernel);
        }
        int varying = -1;
        for (int i = 0; i < arguments.size(); i++) {
            if (literal(i) == null) {
                if (varying >= 0 || argumentType(i) != Type.VARCHAR) {
                    return nullAware(kernel);
                }
                varying = i;
            }
        }
        return varying < 0
                ? nullAware(kernel)
                : new PerEntryNode(resultType(), arguments.toArray(Node[]::new), varying, kernel, result);
    }

    /** A node for a kernel with a null rule of its own: it runs over every row. */
    Node nullAware(Kernel kernel) {
        return new CallNode(resultType(), arguments.toArray(Node[]::new), kernel, result);
    }

    /** Compiles an argument of a lazy overload that is evaluated at the same positions as the call. */
    Node compile(int index) {
        return compiler.compile(call.argument(index), argumentType(index));
    }

    /** Compiles an argument of a lazy overload that is evaluated at fewer positions than the call. */
    Node compileApart(int index) {
        return compiler.newScope().compile(call.argument(index), argumentType(index));
    }

    /** The same call, whose undefined results are just NULL. */
    CallSite silently() {
        return new CallSite(call, signature, arguments, ResultValidity.silent(), compiler);
    }

    /** Compiles what this call is short for. */
    Node rewritten(Expr expression) {
        return compiler.compile(expression);
    }
}
