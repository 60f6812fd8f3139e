using System.Collections;
using CitizenNetwork.Domain.Refusals;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Errors;

/// <summary>
/// Checks what holds for every request, whatever its type: no text with U+FFFD, which the parser puts where bytes are not
/// UTF-8 and which would be stored as damage; no number of a closed list that this server does not know.
/// </summary>
internal sealed class RequestInterceptor : Interceptor
{
    private const char Replacement = '\uFFFD';

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (request is IMessage message)
        {
            Violations violations = new();
            Check(message, string.Empty, violations);
            RefusedException.ThrowIfAny(violations, context.Method);
        }

        return continuation(request, context);
    }

    /// <summary>Adds what is wrong in a message; <paramref name="path"/> is where it stands in the request.</summary>
    internal static void Check(IMessage message, string path, Violations violations)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => !IsRows(field)))
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            var value = field.HasPresence && !field.Accessor.HasValue(message) ? null : field.Accessor.GetValue(message);
            if (field.IsRepeated && value is IList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    Check(field, list[i], $"{at}[{i}]", violations);
                }
            }
            else
            {
                Check(field, value, at, violations);
            }
        }
    }

    /// <summary>Each row of a batch is checked by itself, so that it hurts no other.</summary>
    private static bool IsRows(FieldDescriptor field) => field.File == V1.SourcesReflection.Descriptor && field.Name == "rows";

    private static void Check(FieldDescriptor field, object? value, string at, Violations violations)
    {
        switch (value)
        {
            case string text when text.Contains(Replacement, StringComparison.Ordinal):
                violations.Add(at, ViolationCode.InvalidText);
                break;
            case IMessage inner:
                Check(inner, at, violations);
                break;
            case Enum when field.EnumType.FindValueByNumber(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)) is null:
                violations.Add(
                    at,
                    ViolationCode.UnknownEnumValue,
                    Datum.Number(Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)),
                    Datum.Text(string.Join(", ", field.EnumType.Values.Skip(1).Select(known => known.Name))));
                break;
            default:
                break;
        }
    }
}
