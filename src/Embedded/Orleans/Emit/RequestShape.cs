using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Emit;

/// <summary>How a return type becomes a request class, a call and a value to return.</summary>
internal sealed record RequestShape(Type BaseType, Type ResultType, ConstructorInfo? Wrap, bool IsStream)
{
    public MethodInfo Invoke => BaseType.GetMethod("Invoke", BindingFlags.Instance | BindingFlags.Public, [typeof(object)])!;

    public static RequestShape? For(Type returnType)
    {
        if (returnType == typeof(Task))
        {
            return new RequestShape(typeof(TaskCall), typeof(VoidResult), null, false);
        }

        if (returnType == typeof(ValueTask))
        {
            return new RequestShape(typeof(ValueTaskCall), typeof(VoidResult), returnType.GetConstructor([typeof(Task)]), false);
        }

        if (!returnType.IsGenericType)
        {
            return null;
        }

        var result = returnType.GetGenericArguments()[0];
        var definition = returnType.GetGenericTypeDefinition();
        if (definition == typeof(Task<>))
        {
            return new RequestShape(typeof(TaskCall<>).MakeGenericType(result), result, null, false);
        }

        if (definition == typeof(ValueTask<>))
        {
            return new RequestShape(
                typeof(ValueTaskCall<>).MakeGenericType(result), result, returnType.GetConstructor([typeof(Task<>).MakeGenericType(result)]), false);
        }

        return definition == typeof(IAsyncEnumerable<>)
            ? new RequestShape(typeof(StreamCall<>).MakeGenericType(result), result, null, true)
            : null;
    }
}
