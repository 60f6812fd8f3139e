namespace CitizenNetwork.Testing;

/// <summary>A test of behaviour that only the embedded stack promises; skipped under <c>Stack=official</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute()
    {
#if STACK_OFFICIAL
        Skip = "Holds for the embedded stack only.";
#endif
    }
}
